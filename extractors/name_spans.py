"""How far a name goes in a text: from behind its article to its legal form or genitive, without the possessive."""

import re

from extractors.firm_names import LEGAL_FORM_BEHIND, WITH_LEGAL_FORM, not_firms, without_full_stop
from extractors.lexicon import Lexicon

Span = tuple[int, int]

_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|dem|den|des|la|le|les|el|los|las|il|lo|gli|i|o|os|as|de|het|una?)\s+"
    r"|(?:l|d|dell|all|dall|sull)['’]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_GENITIVE_LANGUAGES = frozenset({"de", "nl", "da", "pl", "sv", "no"})
_BEFORE, _BEHIND = 80, 60
_HEADING_LETTERS = 5


def bare(span: Span, text: str) -> Span:
    """Return a name without leading article and possessive."""
    start, end = span
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article and article.end() < end else start
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def to_genitive(end: int, text: str, lang: str) -> int:
    """Return the end of a name with its genitive ("Googles") where the language writes one without apostrophe."""
    return end + 1 if lang in _GENITIVE_LANGUAGES and re.match(r"s\b", text[end : end + 2]) else end


def to_legal_form(span: Span, text: str, lexicon: Lexicon) -> Span | None:
    """Return a firm's name from its first word to its legal form, None when it has no legal form there."""
    for match in WITH_LEGAL_FORM.finditer(text, max(0, span[0] - _BEFORE), span[1] + _BEHIND):
        if match.start() <= span[0] and span[1] <= match.end():
            start = _first_word(text, match.start(), span[0], lexicon)
            return start, without_full_stop(text, match.end())
    form = LEGAL_FORM_BEHIND.match(text, span[1])
    return (span[0], without_full_stop(text, form.end())) if form else None


def _first_word(text: str, start: int, known: int, lexicon: Lexicon) -> int:
    """Return where a name begins in a row of capitals: behind articles, headings and words that are no name."""
    for word in text[start:known].split(" ")[:-1]:
        heading = word.isupper() and len(word) > _HEADING_LETTERS
        if word.casefold() not in lexicon.words and word not in not_firms() and not heading:
            break
        start += len(word) + 1
    return start
