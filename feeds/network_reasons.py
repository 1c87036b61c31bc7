"""What went wrong on the way to a server, in words a user understands."""

from urllib.parse import urlsplit

import httpx

from schemas.settings import HttpSettings


def too_slow(http: HttpSettings) -> str:
    """Return the words for a request that used up its whole time."""
    return f"not done after {http.total_seconds:g} seconds (http.total_seconds)"


def network_reason(error: Exception, url: str, http: HttpSettings) -> str:
    """Return what kept `url` from being read, without the inner words of a library where plain ones say it."""
    host = urlsplit(url).hostname or url
    words = str(error)
    if isinstance(error, TimeoutError):
        return words  # the resolver's
    if isinstance(error, httpx.ConnectTimeout):
        return f"no connection to {host} within {http.timeout_seconds:g} seconds"
    if isinstance(error, httpx.TimeoutException):
        return f"{host} was silent for {http.timeout_seconds:g} seconds"
    if isinstance(error, httpx.ProxyError):
        return f"the proxy of http.proxy refused the way to {host}"
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return f"the TLS certificate of {host} cannot be verified: {words}"
    if isinstance(error, httpx.ConnectError | OSError) and "[Errno -" in words:
        return f"the host name {host} is not known"
    if isinstance(error, httpx.ConnectError):
        return f"no connection to {host}: {words}"
    return f"the connection to {host} broke: {words or type(error).__name__}"
