"""Blanks out what pages leave in their text: "&quot;" becomes a quotation mark, and no character changes its place."""

import re
from html import unescape

_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,7});")


def without_markup(text: str) -> str:
    """Return a text of the same length with the characters that references stand for, and blanks beside them."""
    return _ENTITY.sub(_mark, text) if "&" in text else text


def _mark(found: re.Match[str]) -> str:
    # A hyphen that may not break a line is one all the same.
    meant = unescape(found.group()).replace("\u2011", "-")
    mark = meant if len(meant) == 1 and meant.isprintable() else " "
    # A mark stays at the word it belongs to: behind the blanks where a word follows.
    opens = found.start() == 0 or found.string[found.start() - 1].isspace()
    width = len(found.group())
    return mark.rjust(width) if opens else mark.ljust(width)
