"""Links as outside text gives them."""

from urllib.parse import urljoin, urlsplit

from feeds.limits import MAX_ADDRESS


def web_address(link: str | None, base: str = "") -> str | None:
    """Return `link`, joined to `base`, when that is an http or https address that can be asked, else None."""
    address = "".join((link or "").split())
    if not address or len(address) > MAX_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
        if not (parts.scheme and parts.netloc):
            address = urljoin(base, address)
            parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return address if usable else None
