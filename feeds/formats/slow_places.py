"""What feedparser needs quadratic time for is taken out of a feed before it reads it: nothing an entry is made of.

It looks for an e-mail address from every letter of an author's name, for a declaration from every line of white space
before the first element, and compares each attribute and each category with all others. Forty thousand cost it minutes.
"""

import codecs
import re
from collections.abc import Iterator

_EMPTY_LINES = re.compile(rb"(?<!\s)\s{1000,}")
# A look at every hundredth byte tells whether such a run can be there; to look at all takes longer than all else here.
_EVERY, _PERHAPS_EMPTY_LINES = 100, re.compile(rb"\s{10}")
_FIRST_ELEMENT = re.compile(rb"<\w")
_WHITE = re.compile(rb"(?<!\s)\s{40,}")
# An entity's value may stand in an author's name.
_NAMED = re.compile(
    rb"<(?:!entity|(?:[\w.-]+:)?(?:author|creator|publisher|owner|managingeditor|webmaster|maintainer))\b", re.I
)
_NAME = re.compile(rb"[\w.+&#;-]{100,}")
_LONG_TAG = re.compile(rb"<([\w:.-]+)(\s[^<>]{1500,})")
_MOST_ATTRIBUTES = 150
_CATEGORY = re.compile(rb"(</?)(?:[\w.-]+:)?(?:category|subject|keywords)\b", re.I)
_LONG_KEYWORDS = re.compile(rb"keywords\b[^>]*>(?:<!\[CDATA\[)?[^<]{10000}", re.I)
_MOST_CATEGORIES = 1_000
_EBCDIC = "<?xm".encode("cp037")
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})\s*[\"']")
_ESCAPED = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna"})


def hides_its_tags(body: bytes) -> bool:
    """Return whether the tags of a document need not be written with the `<` of ASCII, so that none can be counted."""
    declared = _DECLARED.match(body)
    try:
        return body.startswith(_EBCDIC) or bool(declared and _codec(declared[1].decode()) in _ESCAPED)
    except LookupError:
        return False  # an encoding nobody knows: the document is read as UTF-8 or the like


def _codec(encoding: str) -> str:
    return codecs.lookup(encoding).name.replace("_", "-")


def without_slow_places(body: bytes) -> bytes | None:
    """Return a feed without what would hold feedparser up; None when it is there and cannot be taken out.

    In UTF-16 and UTF-32 it is seen, for their letters are those of ASCII with empty bytes between, and not taken out.
    """
    if b"\0" not in body:
        return _taken_out(body)
    narrow = body.replace(b"\0", b"")
    return body if _taken_out(narrow) == narrow else None


def _taken_out(body: bytes) -> bytes:
    found = _FIRST_ELEMENT.search(body)
    start = found.start() if found else len(body)
    rest = body[start:]
    if _PERHAPS_EMPTY_LINES.search(rest[::_EVERY]):
        rest = _EMPTY_LINES.sub(b"\n", rest)
    lean = _WHITE.sub(b"\n", body[:start]) + _LONG_TAG.sub(_few_attributes, rest)
    return b"".join(_short_names(_few_categories(lean)))


def _few_categories(body: bytes) -> bytes:
    many = body.count(b"<") > 2 * _MOST_CATEGORIES and len(_CATEGORY.findall(body)) > 2 * _MOST_CATEGORIES
    return _CATEGORY.sub(rb"\1ignored", body) if many or _LONG_KEYWORDS.search(body) else body


def _few_attributes(tag: re.Match[bytes]) -> bytes:
    if tag[2].count(b"=") <= _MOST_ATTRIBUTES:
        return tag[0]
    return b"<" + tag[1] + (b"/" if tag[2].endswith(b"/") else b"")


def _short_names(body: bytes) -> Iterator[bytes]:
    """Yield a body in pieces that begin where something of that kind does, its own words without long runs."""
    starts = [match.start() for match in _NAMED.finditer(body)]
    yield body[: starts[0]] if starts else body
    for start, end in zip(starts, [*starts[1:], len(body)], strict=False):
        piece = body[start:end]
        own = piece.find(b"</") + 1 or len(piece)
        yield _NAME.sub(b"", piece[:own]) + piece[own:]
