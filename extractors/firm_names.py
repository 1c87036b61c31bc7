"""What a firm's name looks like when no catalogue knows it, and what only looks like one."""

import re
from functools import cache, lru_cache
from pathlib import Path

from extractors.lexicon import Lexicon
from extractors.places import any_place
from extractors.words import places_of_word
from schemas.data_files import read_table

OTHERS = Path(__file__).parent / "patterns" / "other_organisations.toml"
NOT_FIRMS = Path(__file__).parent / "patterns" / "not_firms.toml"
TOWNS = Path(__file__).parent / "patterns" / "towns.toml"

CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŻŹĆİŞĞČŠŽŐŰĐŘĚ"
"""Capitals, for a class of an expression: "À-Ž" would hold small letters too."""

NAME_WORD = rf"(?:[{CAPITAL}][\w’'&.+-]*\w|[{CAPITAL}]|[a-z]{{1,2}}[A-Z]\w+)"
REGISTER_WORD = rf"(?:(?:[{CAPITAL}]\.){{1,4}}(?![\w])|{NAME_WORD}|\d[\w&.-]*[A-Za-z]\w*|[a-z]-?[A-Z]\w+)"
"""A word of a name where a register says where names begin and end: "4Gold", "i-Velra", "H.I.G." too."""
# "The acquisition by Acme Group *of* Bolt": behind what ends a name it joins none.
_OF = "".join(f"(?<!{end})" for end in ("Limited", "Ltd", "Inc", "plc", "LLC", "Group", "Holdings")) + "[ ]of[ ]"
# "Fined Acme *EUR 7.8m*", "the case against Acme *May 8*": a sum or a day behind a name.
_BEHIND_IT = (
    r"(?!(?:EUR|USD|GBP|CHF|AUD|NZD|CAD|INR|SGD|ZAR|NGN|KES|K[Ss]h|UGX|TZS|GHS|HKD|PLN|BRL|Rs\.?|Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|"
    r"April|Apr\.|May|June|July|Aug(?:ust|\.)?|Sept(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
    r" ?\d)"
)
NAME = rf"{NAME_WORD}(?:(?:[ ]|[ ]&[ ]|[ ]de[ ]|{_OF}){_BEHIND_IT}{NAME_WORD}){{0,4}}"
_LEGAL_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|Co\.?,? Ltd|CO\.?,? LTD|Co(?!-)|Company|Ltd|Limited|"
    r"LLC|L\.L\.C|LLP|L\.P|LP|plc|PLC|Plc|mbH|GmbH(?: & Co\.? KG)?|AG|SE|KG|KGaA|UG|S\.?p\.?[Aa]|[Ss]\.?r\.?l|s\.p\.a|"
    r"S\.?A\.?[SU]?|S\.?L\.?U?|S\.?à\.? ?r\.?l|SARL|"
    r"B\.?V|N\.?V|Oy|Oyj|A/S|ApS|AB|ASA|Pty(?:\.? Ltd)?|Pte\.?(?: Ltd)?|Pvt\.?(?: Ltd)?|Private Limited|"
    r"\(Pty\) Ltd|(?:Pty|Proprietary) Limited|a\.s|"
    r"(?:(?:PROPRIETARY|PRIVATE|PTY\.?|PTE\.?|PVT\.?|\(PTY\)) )?(?:LIMITED|LTD)|INC|CORP|"
    r"CORPORATION|COMPANY(?! (?:NUMBER|NO\b|LIMITED))|GMBH|d\.d|"
    r"P\.[CA]|S\.P\.A|S\.R\.L|SRL|LDA|LTDA|S/A|"
    r"[Ss]p\. z o\.o|[Ss]półka[ ](?:[Jj]awna|[Aa]kcyjna|[Kk]omandytowa|z ograniczoną odpowiedzialnością)|sp\.j|sp\.k|"
    r"Lda|Ltda|A\.Ş|AŞ|PBC|s\.r\.o|S\.R\.O|Kft|Zrt|d\.o\.o|PC|CC)"
)
NAMED = re.compile(rf"(?<![\w@/.-]){NAME}")
WITH_LEGAL_FORM = re.compile(rf"(?<![\w-])({NAME})(?:[ ]\([A-Z]\w+\))?,?[ ]{_LEGAL_FORM}(?!\w)\.?")
LEGAL_FORM_BEHIND = re.compile(rf",?[ ]{_LEGAL_FORM}(?!\w)\.?")
DEFINED = re.compile(r"\s*\((?:[^()]{0,40}?\s)?[\"“„«‘'*]{1,2}([A-ZÀ-Ž][^\"”“»’'*()]{1,40})[\"”“»’'*]{1,2}\)")
"""The short name a document gives a firm: (“Stayline”), (**Wiz**), (hereinafter, the ‘Informant’)."""
BRACKETED = re.compile(rf"\s\(({NAME})\)")
"""A name in brackets right behind another."""
_LEGAL_FORM_ALONE = re.compile(rf"(?:{_LEGAL_FORM}|Private|Pty|Pte)\.?")
_LEGAL_FORM_LAST = re.compile(rf",? (?:{_LEGAL_FORM}|Private|Pty|Pte|Pvt)\.?$")
_FORM_WITHOUT_DOT = re.compile(
    r"(?:GmbH|AG|SE|KG|KGaA|UG|LLP|LP|LLC|plc|PLC|LIMITED|COMPANY|CORPORATION|S/A|"
    r"Limited|Company|Corporation|Incorporated|SARL|Oyj?|[AKP] ?/ ?S|ApS|AB|ASA|BV|NV|"
    r"eG|OHG|AöR|amba|DAC|CLG|ULC|SNC|SRL|SASU|EURL|SA|SAS|SpA|Comm\. V|\.[A-Za-z]\.)\.$"
)
_LAST_MARKS = re.compile(r"(?:['’]s?|[.,;:-])+$")
_OF_THE_LAW = re.compile(
    r"\b(?:Acts?|GDPR|CCPA|COPPA|Articles?|Orders?|Regulation|DPAs?|Supervisory|Authority|Privacy|Rights|"
    r"Violations?|Affairs|Codice|Reglamento|Règlement|Verordnung|Informants?|Complainants?|Respondents?|"
    r"Applicants?|Which|Whose|Rechtsanwälte|Rapport\w*|Regulamento|Ccent|Concentração|Ato|Termo|Despacho|Estado|Comissão|Verordening|"
    r"AI-verordening|Staatssteun|Zaak|Besluit|Beslissing|Commissie|Justitie|Departement|Decyzj\w+|Ustaw\w+|"
    r"Rozporządzeni\w+|Komisj\w+|Przedsiębiorc\w+|"
    r"Requerentes?|Arguid[ao]s?|Visad[ao]s?|Representad[ao]s?|Clem[eê]ncia|Clemenza|Clémence|Leniency)\b"
)
# "M.12044", "CASE AT.40437", "T-1077/23", "IV.70 WER", "SGD2,793,700": numbers of cases and articles, and sums.
_NUMBER = re.compile(
    r"(?:(?i:case|affaire|zaak|caso|sprawa|sache) )?[A-Z]{1,4}(?:[.-]\d[\d./-]*(?: [A-Z]{2,5})?|[./-]?\d{4,}[\d./-]*)|"
    r"R\d[\d.,]*(?:bn|mn?)?|(?:SGD|USD|EUR|INR|CAD|AUD|NZD|GBP|CHF|DKK|NOK|SEK|PLN|JPY|HKD|ZAR|HUF|CZK|BRL|KRW|CNY)\d[\d.,]*"
)
# "AI-written", "KI-gestützt": how something is made, no firm.
_MADE_BY_AI = re.compile(r"(?:AI|KI|IA|SI)-[a-zà-ÿ].*")
_DEMONYM = re.compile(r"\w+(?:ians?|icans?|ish|ese)")
# "inciso XII": a number, no name.
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ODD = re.compile(r"[a-z][A-Z]|\d|\.(?:ai|com|io)\b")
_TITLE_CASE = 0.6


@cache
def not_firms() -> frozenset[str]:
    """Return the capitalised words that are no firm's name by themselves."""
    return frozenset(read_table(NOT_FIRMS)["words"])


@cache
def first_words() -> frozenset[str]:
    """Return those of the words of `not_firms` with which the name of a firm that has a legal form may begin."""
    return frozenset(read_table(NOT_FIRMS)["first_words"])


@cache
def towns() -> frozenset[str]:
    """Return towns, regions, states and provinces."""
    groups = read_table(TOWNS).values()
    return frozenset(name for group in groups for name in group["names"])


@cache
def no_firms() -> frozenset[str]:
    """Return organisations that are no firms, and names of things."""
    return organisations() | terms()


@cache
def terms() -> frozenset[str]:
    """Return the letters and words with capitals that stand for things: "PDF", "Economic Area"."""
    return frozenset(read_table(OTHERS)["terms"])


@cache
def organisations() -> frozenset[str]:
    """Return the associations and the like that are neither firms nor authorities."""
    return frozenset(read_table(OTHERS)["organisations"])


def bare_name(surface: str) -> str:
    """Return a name without possessive, punctuation and legal forms at its end."""
    surface = _LAST_MARKS.sub("", surface)
    while (bare := _LEGAL_FORM_LAST.sub("", surface)) != surface:
        surface = bare
    return surface


def without_full_stop(text: str, end: int) -> int:
    """Return the end of a name with a legal form, before the full stop that ends the sentence ("the Acme GmbH.")."""
    return end - 1 if text[end - 1 : end] == "." and _FORM_WITHOUT_DOT.search(text[max(0, end - 16) : end]) else end


def has_odd_letters(surface: str) -> bool:
    """Tell whether a name is written as only names are: OpenAI, H2O, Character.ai."""
    return _ODD.search(surface) is not None


def is_common(surface: str, text: str, lexicon: Lexicon) -> bool:
    """Tell whether words with a capital are something other than a firm: a law, a place, a month, a plain noun."""
    words = surface.split(" ")
    if (
        len(surface) < 2
        or surface.isdigit()
        or _NUMBER.fullmatch(surface)
        or _ROMAN.fullmatch(surface)
        or all(word in not_firms() for word in words)
    ):
        return True
    # A small word with a capital stands first in something quoted: "Nous avons …".
    if surface.istitle() and surface.casefold() in lexicon.small_words:
        return True
    if _LEGAL_FORM_ALONE.fullmatch(surface) or _NUMBER.fullmatch(surface):
        return True
    if _OF_THE_LAW.search(surface) or _DEMONYM.fullmatch(surface) or _MADE_BY_AI.fullmatch(surface):
        return True
    if (
        surface in terms()
        or surface in towns()
        or any_place("noun").fits(surface)
        or any_place("adjective").fits(surface)
    ):
        return True
    if lexicon.calendar.fullmatch(surface):
        return True
    # A single word that the text also writes small is a noun at the start of something.
    small = surface.lower()
    places = places_of_word(small, text, not_behind="/-") if len(words) == 1 else ()
    return any(at == 0 or text[at - 1].isspace() for at in places)


def owes_capital_to_grammar(surface: str, sentence: str, rest: str, lang: str) -> bool:
    """Tell whether a headline in title case, capitals throughout, or German may have made a plain noun look a name.

    Title case exists in English only.
    `rest` is the text after the sentence: a name comes back there.
    """
    if has_odd_letters(surface):
        return False
    if lang == "de":
        return " " not in surface
    return _is_mostly_capitals(sentence, lang) and surface not in rest


@lru_cache(maxsize=64)
def _is_mostly_capitals(sentence: str, lang: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", sentence) if len(word) > 3]
    capitals = sum(word[0].isupper() if lang == "en" else word.isupper() for word in words)
    return bool(capitals > _TITLE_CASE * len(words))
