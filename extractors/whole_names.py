"""Says how far the names of unlisted firms go beside what a list or the model sees of them.

"*Kerry Co-Operative*" over a hyphen, "*De Velra* Media" with a particle, "*Bimbo Donuts*" in a row of capitals.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.firm_names import CAPITAL, not_firms
from extractors.known_names import GENITIVE_IN
from extractors.lexicon import Lexicon
from extractors.parts import Name, Taken
from extractors.places import any_place

# German joins what is no part of a name by a hyphen: "Velra-Tochter".
_JOINS_OTHERS = frozenset({"de"})
_BEHIND_HYPHEN = re.compile(rf"-[{CAPITAL}][\w’']*(?:-[{CAPITAL}][\w’']*)*")
_BEFORE_HYPHEN = re.compile(rf"(?<![\w-])(?:[A-Z]{{1,2}}|[{CAPITAL}][a-zà-ž]{{2,}})-$")
# "De Velra" in the middle of a sentence: an article would be written small.
_PARTICLE = re.compile(r"(?<=[a-zà-ž,:/] )(?:De|Het|Le|La|Les|El|Los|Las) $")
_PARTICLE_IN = frozenset({"nl", "fr", "es"})
# "*van Velra* Ltd": outside of Dutch "van" joins nothing else.
_VAN = re.compile(r"(?<![\w-])[Vv]an (?:de[nr]? )?$")
_VAN_ALONE = frozenset({"nl", "tr"})
# In these languages plain words have no capital in a sentence: what has one is part of the name before it.
_ROWS = frozenset({"nl", "fr", "es", "it", "pt", "pl", "da", "hr", "hu", "cs", "sv"})
_ROW = re.compile(rf" ([{CAPITAL}][a-zà-žłśż]{{2,}})(?![\w-])")
# In German "Velra-*Anteile*" are no name.
_JOINED = re.compile(r"-(?:Anteile?n?|Tochter|Gruppe|Konzern\w*|Filialen?|Produkten?|Kunden|Diensten?)$")
_FORM_LAST = re.compile(
    r" (?:[Aa]/[Ss]|ApS|S\.?A\.?|S\.?A\.?S\.?|S\.?[rR]\.?[lL]\.?|S\.?L\.?|B\.?V\.?|N\.?V\.?|d\.o\.o\.)$"
)
_LONGEST_ROW = 2
_QUOTES = frozenset('"”“»')
_SHORT = frozenset({"Comm"})
# Hungarian and Turkish put the case of what is spoken of behind a name: "OBI *árait*".
_SMALL_BEHIND = re.compile(r" [a-zà-ž]{3,}$")
_CUT_IN = frozenset({"hu", "tr"})
# "AZTN-a", "HAKOM-u": Croatian ends letters in a case behind a hyphen.
_CASE = re.compile(r"-(?:a|u|om|e|i|ov\w{0,3})(?!\w)")
_CASES_IN = frozenset({"hr", "sl"})
# "Velra Gruppens erhvervelse": Danish ends with a letter what is spoken of in the genitive.
_OF_WHAT = re.compile(
    r" (?:\w+(?:else|elsen|elser|andel|andele)|salg|køb|kunder|priser|aktier|tilsagn|aktiviteter|omsætning|"
    r"fusion)(?!\w)"
)


def whole(found: Sequence[Name], text: str, lang: str, lexicon: Lexicon) -> list[Name]:
    """Return names, the unlisted firms among them as far as they go; none comes to overlap another."""
    taken = Taken((name.start, name.end) for name in found)
    grown = []
    for name in found:
        start, end = _reach(name, text, lang, lexicon)
        gained = ((start, name.start), (name.end, end))
        if (start, end) != (name.start, name.end) and all(a >= b or taken.is_free(a, b) for a, b in gained):
            name = replace(name, start=start, end=end)
        grown.append(name)
    return grown


def _reach(name: Name, text: str, lang: str, lexicon: Lexicon) -> tuple[int, int]:
    start, end = name.start, name.end
    case = _CASE.match(text, end) if lang in _CASES_IN else None
    if case:
        return start, case.end()
    if name.kind != "company" or name.id is not None:
        return start, end
    if lang not in _VAN_ALONE and (van := _VAN.search(text, max(0, start - 12), start)):
        start = van.start()
    if lang not in _JOINS_OTHERS:
        behind = _BEHIND_HYPHEN.match(text, end)
        before = _BEFORE_HYPHEN.search(text, max(0, start - 20), start)
        start, end = before.start() if before else start, behind.end() if behind else end
    particle = _PARTICLE.search(text, max(0, start - 6), start) if lang in _PARTICLE_IN else None
    start = particle.start() if particle else start
    if lang in _CUT_IN and (small := _SMALL_BEHIND.search(text, start, end)):
        end = small.start()
    if lang in GENITIVE_IN and text[end - 1] == "s" and text[end - 2].islower() and _OF_WHAT.match(text, end):
        return start, end - 1
    if lang in _JOINS_OTHERS and (joined := _JOINED.search(text, start, end)):
        return start, joined.start()
    may_go_on = lang in _ROWS and text[end - 1] not in _QUOTES and not _FORM_LAST.search(text, start, end)
    return start, _with_row(end, text, lexicon) if may_go_on else end


def _with_row(end: int, text: str, lexicon: Lexicon) -> int:
    for _ in range(_LONGEST_ROW):
        word = _ROW.match(text, end)
        if word is None or _is_no_part(word[1], lexicon):
            break
        end = word.end()
    return end


def _is_no_part(word: str, lexicon: Lexicon) -> bool:
    if word in not_firms() or word in _SHORT or lexicon.calendar.fullmatch(word):
        return True
    return any_place("noun").fits(word) or any_place("adjective").fits(word)
