"""From markup to the words in it: one paragraph a line, spaces collapsed, letters in NFC."""

import html
import re
import unicodedata

from lxml import etree

from feeds.limits import MAX_MARKUP

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_HIDDEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
# Control characters XML does not know, and letters without width that would split a name in two.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_OTHER_SPACE = re.compile(r"[^\S ]+")
_LINE_ENDS = re.compile(r"[\n\u2028\u2029\x85]")
# Markup of nothing but visible elements, well written: its words are found without a parser. Possessive: no way back.
_INLINE = "a|abbr|b|big|cite|code|em|font|i|img|mark|q|s|small|span|strike|strong|sub|sup|time|tt|u"
_BLOCK = "address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|section|ul"
_ATTRIBUTES = r"""(?:\s++[\w:-]++(?:=(?:"[^"<>]*+"|'[^'<>]*+'))?+)*+\s*+/?+"""
_PLAIN_MARKUP = re.compile(rf"(?:[^<]++|</?+(?:{_INLINE}|{_BLOCK}){_ATTRIBUTES}>)*+", re.I)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})\b[^>]*>", re.I)
_WHOLE_PAGE = re.compile(r"\s*<(?:html|!doctype)", re.I)
_PARSER = etree.HTMLParser()
_EVENTS = ("start", "end", "comment", "pi")


def plain_text(markup: str) -> str:
    """Return the visible words of HTML, or of plain text, with entities decoded and paragraphs as lines."""
    words = _without_invisible(markup[:MAX_MARKUP])
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
    if not text.replace("\n", "").isprintable() or not unicodedata.is_normalized("NFC", text):
        clean = _without_invisible(unicodedata.normalize("NFC", text).replace("\r", "\n"))
        text = _LINE_ENDS.sub("\n", clean)
    if "\n" not in text:
        return " ".join(text.split())  # as most titles are
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _visible_words(markup: str) -> str:
    if _PLAIN_MARKUP.fullmatch(markup):
        lines = _BLOCK_TAG.sub("\n", _on_one_line(markup))
        return html.unescape(_TAG.sub("", lines))
    try:
        tree = etree.fromstring(markup if _WHOLE_PAGE.match(markup) else f"<body>{markup}", _PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    return html.unescape(_TAG.sub(" ", markup)) if tree is None else words_of(tree)


def words_of(tree: etree._Element) -> str:
    """Return the visible words below an element, blocks on lines of their own (not yet normalised)."""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=_EVENTS):
        starts = event == "start"
        if starts or event == "end":
            name = element.tag
            if name in _BLOCKS:
                parts.append("\n")
            elif name in _CELLS:
                parts.append(" ")
            elif name in _HIDDEN:
                hidden += 1 if starts else -1
        words = element.text if starts else element.tail
        if words and not hidden and (starts or element is not tree):
            parts.append(_on_one_line(words))
    return "".join(parts)


def _without_invisible(text: str) -> str:
    # Printable text, as most is, has neither letters without width nor any space but the common one.
    return text if text.isprintable() else _INVISIBLE.sub("", text)


def _on_one_line(text: str) -> str:
    return text if text.isprintable() else _OTHER_SPACE.sub(" ", text)
