"""Cuts off the edges of unlisted firms' names what is no part of them, and adds what a form says is.

"*Le* Groupe Velra", "the *Swedish* Velra AB", "Velra *employees*", "Velra Ltd*.*" where the text has no dot in "Ltd".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extractors.firm_names import CAPITAL, LEGAL_FORM_BEHIND
from extractors.mistaken_names import is_mistaken
from extractors.name_expressions import first_article, name_expressions
from extractors.name_spans import behind_description
from extractors.parts import Name, Taken
from extractors.persons import has_tail_of_firm
from extractors.places import any_place
from extractors.plain_words import is_plain

_FIRST_OF_A_SENTENCE = re.compile(r"(?:^|[.:;]\s|\n)$")
# "Velra *employees*", "Velra *terminó*": what only the model joins with a name.
_SMALL_BEHIND = re.compile(r"(?: [a-zà-žłśż]{3,})+$")
# "VELRA BOLCOM *Decision*", "Velra SAS *National Case Number*": what stands behind the name in a table in one line.
_LAST_WORDS = re.compile(rf"(?: \d{{1,3}})?(?: (?![{CAPITAL}]+(?!\w))[{CAPITAL}][a-zà-ž]+)+$")
_ROW_OF_CAPITALS = re.compile(rf"(?:^|[ /-])[{CAPITAL}]{{4,}}$")
_POSSESSIVE = re.compile(r"['’]s$")
_SMALL_FIRST = re.compile(rf"(?:[a-zà-ž]{{3,}} )+(?=[{CAPITAL}])")
_OF = re.compile(rf" of (?=[{CAPITAL}])")
_LONGEST_DEAL = 30
_DOTTED = re.compile(r"[ ,]((?:Pty |Pte |Pvt )?(?:Ltd|Inc|Corp|Co|Lda|Ltda|LTD|INC))\.$")
_UNDOTTED = re.compile(r"[ ,](?:[BN]\.V|S\.A|S\.[Pp]\.A|S\.[Rr]\.[Ll]|S\.L|S\.A\.S|S\.A\.U|S\.L\.U)$")
# "PS11287 - *VELRA*-MANCATA CONSEGNA": the Italian authority's titles join the matter to the firm.
_NUMBER_OF_TITLE = re.compile(r"(?<!\w)(?:PS|IP|CV|SP|DC|A|C|I)\d{3,5}[A-Z]? ?[-–] ?$")
_LONGEST_NUMBER = 14
_ONLY_SEEN = frozenset({"model", "unlisted"})
_DASH = re.compile(r"[-–]")


@cache
def _of_a_place() -> re.Pattern[str]:
    return re.compile(rf"{name_expressions().of_the.pattern}([{CAPITAL}]\w+(?: [{CAPITAL}]\w+){{0,2}})")


def with_edges(found: Sequence[Name], text: str, lang: str) -> list[Name]:
    """Return names, those of unlisted firms cut and completed at their edges; what proves to be no firm is left out."""
    taken = Taken((name.start, name.end) for name in found)
    return [kept for name in found for kept in _cut(name, text, lang, taken)]


def _cut(name: Name, text: str, lang: str, taken: Taken) -> Iterator[Name]:
    if name.kind == "company" and (joint := _joint_of_two(name, text)):
        yield from _cut(replace(name, end=joint[0]), text, lang, taken)
        yield from _cut(replace(name, id=None, start=joint[1], method="unlisted"), text, lang, taken)
        return
    if name.kind != "company" or name.id is not None:
        yield name
        return
    start = _start(name.start, name.end, text, lang)
    start = _behind_small(start, name.end, text, lang) if name.method in _ONLY_SEEN else start
    end = _end(start, name.end, text, lang=lang, only_seen=name.method in _ONLY_SEEN)
    of_place = _to_place(start, end, text)
    end = of_place if taken.is_free(name.end, of_place) else end
    is_cut = end < name.end and is_plain(text[start:end], lang)
    if name.method != "model" or not (is_cut or is_mistaken(start, end, text)):
        yield replace(name, start=start, end=end)


def _joint_of_two(name: Name, text: str) -> tuple[int, int] | None:
    """Return where the first of two firms in one name ends and the second begins.

    "acquisition by *Velra* of *Bolcom*"; of a name no list knows also "VELRA LTD *OF* BOLCOM LIMITED" and "Velra Ltd
    *And* Bolcom plc".
    """
    if of := _of_a_deal(name, text):
        return of.span()
    if name.id is not None:
        return None
    if joint := name_expressions().joint_of_capitals.search(text, name.start, name.end):
        return joint.span("joint")
    behind = _behind_form(name, text)
    return behind.span() if behind else None


def _start(start: int, end: int, text: str, lang: str) -> int:
    if _FIRST_OF_A_SENTENCE.search(text, max(0, start - 3), start):
        start = _behind_first_word(start, end, text, lang)
    if name_expressions().the.search(text, max(0, start - 5), start) and LEGAL_FORM_BEHIND.search(text, start, end):
        word, _, rest = text[start:end].partition(" ")
        if any_place("adjective").fits(word) and " " in rest:
            start += len(word) + 1
    return behind_description(start, end, text)


def _behind_first_word(start: int, end: int, text: str, lang: str) -> int:
    """Return where a name begins behind an article or the like with which its sentence does."""
    small = name_expressions()
    expressions = (small.article_of_a_kind, small.before_firms, first_article(lang))
    found = (expression.match(text, start, end) for expression in expressions if expression)
    return next((first.end() for first in found if first), start)


def _behind_form(name: Name, text: str) -> re.Match[str] | None:
    """Return what joins a second firm behind the legal form of the first, where one name holds both."""
    small = name_expressions()
    for form in LEGAL_FORM_BEHIND.finditer(text, name.start, name.end):
        joint = small.and_behind_a_form.match(text, form.end(), name.end)
        if joint and LEGAL_FORM_BEHIND.search(text, joint.end(), name.end) and not _is_partner(joint.end(), text):
            return joint
    return None


def _is_partner(at: int, text: str) -> bool:
    small = name_expressions()
    return bool(small.partner.match(text, at) or small.partner_of_a_party.match(text, at))


def _of_a_deal(name: Name, text: str) -> re.Match[str] | None:
    """Return what parts a buyer from what it buys, where one name holds both."""
    if not name_expressions().acquisition_by.search(text, max(0, name.start - _LONGEST_DEAL), name.start):
        return None
    return _OF.search(text, name.start, name.end)


def _behind_small(start: int, end: int, text: str, lang: str) -> int:
    """Return where a name begins behind small words that only the model takes for a part of it."""
    small = _SMALL_FIRST.match(text, start, end)
    return small.end() if small and is_plain(small.group(), lang) else start


def _without_headings(start: int, end: int, text: str, lang: str) -> int:
    """Return the end of a name before plain words behind its legal form, its possessive or a row of capitals."""
    last = _LAST_WORDS.search(text, start + 1, end)
    if last is None or _is_of_a_firm(last.group()) or not is_plain(last.group(), lang):
        return end
    possessive = _POSSESSIVE.search(text, start, last.start())
    if possessive:
        return possessive.start()
    form = [form.end() for form in LEGAL_FORM_BEHIND.finditer(text, start, last.start())]
    ends = _ROW_OF_CAPITALS.search(text, start, last.start()) or last.start() in form
    return last.start() if ends else end


def _is_of_a_firm(last: str) -> bool:
    return has_tail_of_firm(last) or LEGAL_FORM_BEHIND.search(last) is not None


def _end(start: int, end: int, text: str, *, lang: str, only_seen: bool) -> int:
    bracket = text.find("[", start + 1, end)
    paper = name_expressions().paper_behind.search(text, start + 1, end)
    end = paper.start() if paper else bracket if bracket > 0 else end
    end = _without_headings(start, end, text, lang)
    small = _SMALL_BEHIND.search(text, start, end) if only_seen else None
    if small and small.start() > start and not LEGAL_FORM_BEHIND.match(text, small.start()):
        return small.start()
    if others := name_expressions().others_in_capitals.search(text, start + 1, end):
        return others.start()
    if _NUMBER_OF_TITLE.search(text, max(0, start - _LONGEST_NUMBER), start) and (
        dash := _DASH.search(text, start, end)
    ):
        return dash.start()
    return _with_own_dot(start, end, text)


def _with_own_dot(start: int, end: int, text: str) -> int:
    """Return the end of a name with the dot of its legal form, and without one that ends the sentence."""
    if _UNDOTTED.search(text, start, end) and text[end : end + 1] == ".":
        return end + 1
    dotted = _DOTTED.search(text, start, end)
    stands_last = text[end : end + 1] in {"", "\n"} or (text[end] == " " and text[end + 1 : end + 2].isupper())
    # Where the text writes the form without a dot elsewhere, this one ends its sentence.
    if dotted and stands_last and re.search(rf"(?<!\w){dotted[1]}(?![\w.])", text):
        return end - 1
    return end


def _to_place(start: int, end: int, text: str) -> int:
    """Return the end of a name with the country it bears: "Velra Insurance Company *of Canada*"."""
    of_a_kind = name_expressions().kind_last.search(text, start, end) is not None
    if not of_a_kind or (place := _of_a_place().match(text, end)) is None:
        return end
    return place.end() if any_place("noun").fits(place[1]) else end
