"""Finds firms by legal form where their name holds more than words with capitals: brackets, dashes, small words, tears.

"Velra (Nordic Trade) Limited", "VLR – Velra Construções, S.A.", "Velra Testing and Surveying Pty Ltd", "Velra III K/S".
"""

import re
from collections.abc import Iterator

from extractors.anchored import merged
from extractors.firm_names import CAPITAL, LEGAL_FORM_BEHIND, NAME, NAME_WORD, bare_name, without_full_stop
from extractors.known_names import KnownName
from extractors.legal_forms import places_of_forms
from extractors.name_spans import behind_heading
from extractors.plain_words import plain_words
from extractors.words import words_of

_FORM = LEGAL_FORM_BEHIND.pattern
_BEGIN = r"(?<![\w’'-])"
_FORMAL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEGIN}{NAME} \((?!(?:the|a|formerly)\b)[A-Z0-9][\w &.]{{0,45}}\){_FORM}",
        rf"{_BEGIN}[A-Z]{{2,6}} [–-] {NAME}{_FORM}",
        rf"{_BEGIN}{NAME} (?:AND|and|&|et|und|y|e) (?:CO|Co|Cie)\.?(?:{_FORM})?(?!\w)",
        rf"{_BEGIN}{NAME}(?:,? (?:K/S|P/S|I/S|A ?/ ?S|v\.o\.f\.|Comm\. ?V)(?!\w)| AS(?= [a-zæøå]|[,.]))",
        rf"(?:(?<=[a-zé’'(«\"] )|(?<=[’']))(?:SAS|SARL|S\.A\.R\.L\.|S\.A\.S\.|EURL|SASU|SNC|GIE|[BN]\.V\.) {NAME}",
        # Surnames of partners: "Smith, Velra & Partners LLP".
        rf"{_BEGIN}{NAME_WORD}, {NAME_WORD} & {NAME_WORD}(?: {NAME_WORD})?{_FORM}",
        # A legal form before a name, behind its article: "la *SA Compagnie Velra du Lac*".
        rf"(?:(?<=[Ll]a )|(?<=[Dd]e )|(?<=l['’]))(?:SA|SARL|SAS|SPRL|BVBA|SNC|SCI|EURL) {NAME}"
        rf"(?: (?:du|de|des) {NAME_WORD}|d['’]{NAME_WORD})?",
        # Whose firm it is stands before the form: "*Viaggi Velra di Anna Conti & C. S.a.s.*"
        rf"{_BEGIN}{NAME} di {NAME} (?:& )?C\.? S\.(?:a\.s|n\.c|a\.p\.a)\.",
        # A scan tore a word of the name in two: "Velra S tevin B.V.".
        rf"{_BEGIN}(?:{NAME} )?[A-Z] [a-z]{{2,12}}(?: (?:&|en) \w+)? (?:B\.V|N\.V|BV|NV)\.?(?!\w)",
    )
)
# What a text has in quotation marks up to a legal form is one name: "“520 VELRA HELLAS S.A.”".
_QUOTED = re.compile(rf"(?<=[\"“„«])(?=[{CAPITAL}0-9])[^\"“”„«»\n;:]{{3,120}}?{_FORM}(?=[\"”“»])")
_SMALL = r"(?:and|AND|e|y|en|et|und|i|og|ve)"
_SECOND_HALF = re.compile(
    rf"{_BEGIN}({NAME_WORD}(?: {NAME_WORD}){{0,4}}) {_SMALL} ({NAME_WORD}(?: {NAME_WORD})?){_FORM}"
)
_TRADERS = frozenset({"phu", "pphu", "fhu", "fuh", "ppuh", "zphu", "zuh", "puh", "phup", "pph"})
_TRADER = re.compile(r"(?<!\w)(?:PHU|PPHU|FHU|FUH|PPUH|ZPHU|ZUH|PUH|PHUP|PPH) [\"„“”][^\"„“”\n]{2,40}[\"”“]")
_ARTICLE = re.compile(r"(?:Der|Das|Die|The) ")
_BEFORE, _BEHIND = 120, 40


def find_formal_names(text: str) -> Iterator[KnownName]:
    """Yield such names; what is a firm by its legal form alone is found elsewhere."""
    yield from _of_traders(text)
    for start, end in merged((at - _BEFORE, at + _BEHIND) for at in places_of_forms(text)):
        for pattern in _FORMAL:
            yield from (_firm(*match.span(), text) for match in pattern.finditer(text, start, end))
        yield from _of_two_halves(text, start, end)
        yield from (KnownName("COMPANY", *match.span()) for match in _QUOTED.finditer(text, start, end))


def _of_traders(text: str) -> Iterator[KnownName]:
    """Yield the Polish traders whose name is in quotation marks behind letters: "PHU „Velra”"."""
    if not _TRADERS.isdisjoint(words_of(text).held):
        yield from (KnownName("COMPANY", *match.span()) for match in _TRADER.finditer(text))


def _firm(start: int, end: int, text: str) -> KnownName:
    article = _ARTICLE.match(text, start)
    start = behind_heading(article.end() if article else start, end, text)
    return KnownName("COMPANY", start, without_full_stop(text, end))


def _of_two_halves(text: str, start: int, end: int) -> Iterator[KnownName]:
    for match in _SECOND_HALF.finditer(text, start, end):
        # "Acme and Velra Ltd" are two; "Acme Testing and Surveying Ltd" is one: nobody is called Surveying.
        if all(word.casefold() in plain_words() for word in bare_name(match[2]).split(" ")) and not _is_plain_form(
            match[1]
        ):
            yield _firm(*match.span(), text)


def _is_plain_form(first: str) -> bool:
    return LEGAL_FORM_BEHIND.fullmatch(f" {first.split(' ')[-1]}") is not None
