"""The words that stand outside of names in the text the model was trained on: a capital alone makes them no firm."""

import re
from functools import cache

from extractors.entity_model import SHIPPED

WORDS = "words.txt"
_WORD = re.compile(r"[^\W\d_]{3,}")
# Two capitals by themselves ("HC-One", "BP Europa"), unless they are short for a place or a trade, and legal forms.
_SIGN_OF_A_NAME = re.compile(
    r"(?<!\w)(?!EU|US|AI|IT|IP|TV|PC|OP|ID|No)[A-Z]{2}(?!\w)|"
    r".(?: (?:Limited|Ltd|LLC|Inc|plc|GmbH|B\.V|N\.V|S\.A|S\.p\.A|Lda)\.?)$"
)
_REST = re.compile(r"-? ([a-zà-ÿ]+)")
_SHORTEST_PART, _SHORTEST_HEAD = 3, 6
# With fewer words of a language the list knows too little of it to tell its names from its words.
_FEW = 2000

_GERMAN_NOUN = re.compile(
    r"\w{3,}(?:ung|heit|keit|schaft|ität|tät|tion|ment|nis|verfahren|gesetz|papier|gebot|dienst|mittel|format|analyse|"
    r"weise|recht|gut|verkehr|plan|system|vertrag|pflicht|markt|gruppe|bericht|prüfung|antrag|gewinn|besuch|kosten|"
    r"stellung|berg|werk|stoff|preis|anteil|zeit|raum|zahl|wesen|stelle|punkt|fall)(?:e|en|s|es|er|n|se|sse|ssen)?",
    re.IGNORECASE,
)

# "Tätigkeitsfeldern", "Netzes", "Kriterien": endings of cases and plurals, which names do not take.
_GERMAN_CASE = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{4,}(?:e[nsm]|ern|eln)")


@cache
def _lines() -> tuple[tuple[str, ...], ...]:
    """Return the words, each with the languages that have it; none when no model is shipped."""
    file = SHIPPED / WORDS
    return tuple(tuple(line.split()) for line in file.read_text(encoding="utf-8").splitlines()) if file.exists() else ()


@cache
def plain_words() -> frozenset[str]:
    """Return the words of all languages, folded to small letters; none when no model is shipped."""
    return frozenset(word for word, *_ in _lines())


@cache
def plain_words_of(lang: str) -> frozenset[str]:
    """Return the words of a language, and English ones, which every language has; all where few of it are known."""
    own = frozenset(word for word, *languages in _lines() if lang in languages or "en" in languages)
    few = sum(lang in languages for _, *languages in _lines()) < _FEW
    return plain_words() if few else own


def is_plain(surface: str, lang: str) -> bool:
    """Tell whether a name is made of plain words alone, or is one German noun, which has its capital by grammar."""
    words = _WORD.findall(surface)
    if _SIGN_OF_A_NAME.search(surface):
        return False
    if lang == "de" and " " not in surface:
        nouns = (_GERMAN_NOUN.fullmatch(surface), _GERMAN_CASE.fullmatch(surface), _is_compound(surface))
        if any(nouns):
            return True
    return bool(words) and all(word.casefold() in plain_words_of(lang) for word in words)


def _is_compound(word: str) -> bool:
    """Tell whether a German word ends in a plain one: "Bestpreis*klauseln"."""
    small = word.casefold()
    return any(small[at:] in plain_words() for at in range(_SHORTEST_PART, len(small) - _SHORTEST_HEAD + 1))


def is_torn(surface: str, behind: str) -> bool:
    """Tell whether a word is the first half of a plain one that a scan tore: "Wettbew erbers"."""
    rest = _REST.match(behind)
    return rest is not None and (surface + rest[1]).casefold() in plain_words()
