"""Links as outside text gives them."""

from urllib.parse import urlsplit

MAX_ADDRESS = 4_000


def web_address(link: str | None) -> str | None:
    """Return `link` when it is an absolute http or https address that can be asked, else None."""
    address = "".join((link or "").split())
    if not address or len(address) > MAX_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return address if usable else None
