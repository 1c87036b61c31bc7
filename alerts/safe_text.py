"""Outside text on its way into a message: cleaned, escaped, cut. Feed titles are hostile input."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_URL = 1500


def clean(text: str) -> str:
    """Return text on one line without control characters, nor those that turn the writing direction."""
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join(_DIRECTIONS.sub("", spaced).split())


def escaped(text: str, limit: int) -> str:
    """Return cleaned text for Slack, at most `limit` characters, cut with "…" at a word.

    Only &, < and > are replaced, as Slack asks, so nothing in it can mention, link or ping.
    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    # Spaces collapse when a text is cleaned: far more than the limit is looked at, but not megabytes.
    near = clean(text[: limit * 20])
    return "".join(_ESCAPES.get(char, char) for char in _shortened(near, limit))


def literal(text: str, limit: int) -> str:
    """Return text for places where Slack formats: escaped, its formatting signs replaced by lookalikes."""
    return escaped(_EMOJI.sub("∶", text.translate(_LOOKALIKES)), limit)


def web_link(url: str | None) -> str | None:
    """Return a URL that may stand in a link, with what could end the link percent-encoded; None if it may not.

    Only http and https with a host: "javascript:" and "slack:" are no documents.
    """
    if not url or len(url) > _LONGEST_URL:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    safe = quote(parts.geturl(), safe="%/:=&?~#+!$,;'@()[]*-._")
    return safe.replace("&", "&amp;") if len(safe) <= _LONGEST_URL else None


def _shortened(text: str, limit: int) -> str:
    """Cut at a word when one is near, so that the escaped text fits: "&" counts as "&amp;"."""
    if sum(map(_cost, text)) <= limit:
        return text
    room, end = limit - 1, 0
    while _cost(text[end]) <= room:
        room -= _cost(text[end])
        end += 1
    at_word = text.rfind(" ", 0, end + 1)
    return text[: at_word if at_word > end * 0.6 else end].rstrip(" ,;:–-") + "…"


def _cost(char: str) -> int:
    return len(_ESCAPES.get(char, char))
