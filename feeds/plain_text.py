"""From markup to the words in it: one paragraph a line, spaces collapsed, letters in NFC."""

import html
import re
import unicodedata

import lxml.html
from lxml import etree

from feeds.limits import MAX_MARKUP

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_HIDDEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
# Control characters XML does not know, and letters without width that would split a name in two.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")


def plain_text(markup: str) -> str:
    """Return the visible words of HTML, or of plain text, with entities decoded and paragraphs as lines."""
    words = _INVISIBLE.sub("", markup[:MAX_MARKUP])
    if _TAG.search(words):
        words = _visible_words(words)
    elif _ENTITY.search(words):
        words = html.unescape(words)
    return normalise_text(words)


def one_line(markup: str) -> str:
    """Return the visible words of HTML, or of plain text, on one line."""
    return " ".join(plain_text(markup).split())


def normalise_text(text: str) -> str:
    """Return `text` in NFC with collapsed spaces and without empty lines or invisible letters."""
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"[\n\u2028\u2029\x85]", clean))
    return "\n".join(line for line in lines if line)


def _visible_words(markup: str) -> str:
    try:
        tree = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return html.unescape(_TAG.sub(" ", markup))
    return words_of(tree)


def words_of(tree: etree._Element) -> str:
    """Return the visible words below an element, blocks on lines of their own (not yet normalised)."""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            _add_words(parts, element.tail, hidden)
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        hidden += (name in _HIDDEN) * (1 if event == "start" else -1)
        parts.append("\n" if name in _BLOCKS else " " if name in ("td", "th") else "")
        _add_words(
            parts, element.text if event == "start" else element.tail, hidden, element is tree and event == "end"
        )
    return "".join(parts)


def _add_words(parts: list[str], words: str | None, hidden: int, outside: bool = False) -> None:
    if words and not hidden and not outside:
        parts.append(re.sub(r"\s+", " ", words))
