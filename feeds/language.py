"""The language of a text, found offline."""

import functools
import re
from itertools import islice
from typing import Any

LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "ja", "ko", "lt", "lv",
    "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "zh",
)  # fmt: skip
"""ISO 639-1 codes of the languages told apart: those the watched authorities publish in."""

ENOUGH = 60
"""Letters from which a text is judged by itself; what the source says is surer for a shorter one."""

_READ = 4_000
_CODE = re.compile("[a-z]{2}")

# Small words that a text of the language is full of and one of its neighbours is not.
_SMALL_WORDS = {
    "en": frozenset(["the", "of", "and", "to", "is", "for", "that", "with", "on", "by", "has", "it"]),
    "de": frozenset(
        [
            "der",
            "die",
            "und",
            "das",
            "den",
            "von",
            "mit",
            "ist",
            "auf",
            "für",
            "im",
            "dem",
            "zu",
            "nicht",
            "ein",
            "eine",
        ]
    ),
    "fr": frozenset(
        ["le", "la", "les", "des", "du", "et", "une", "est", "dans", "pour", "au", "aux", "par", "sur", "qui"]
    ),
    "it": frozenset(
        ["il", "di", "che", "la", "per", "della", "delle", "dei", "gli", "con", "una", "nel", "al", "sono"]
    ),
    "es": frozenset(["el", "la", "los", "las", "del", "que", "por", "con", "una", "para", "se", "en", "al", "y"]),
    "nl": frozenset(["de", "het", "een", "van", "en", "in", "op", "voor", "met", "dat", "is", "te", "zijn", "niet"]),
    "pl": frozenset(["w", "i", "na", "z", "do", "się", "że", "jest", "przez", "oraz", "dla", "od", "nie"]),
    "pt": frozenset(["o", "a", "os", "as", "do", "da", "dos", "das", "que", "em", "para", "com", "uma", "por", "não"]),
}
_FEWEST, _SHARE = 3, 0.15


def speaks(language: str, text: str) -> bool:
    """Return whether a text is surely of a language, by its small words. False says nothing."""
    small = _SMALL_WORDS.get(language)
    words = text[:_READ].lower().split()
    found = sum(map(small.__contains__, words)) if small else 0
    return found >= max(_FEWEST, _SHARE * len(words))


def detect_language(text: str, hint: str | None) -> str:
    """Return the ISO 639-1 code of `text`; `hint` (what the source says) decides for short texts.

    Without a hint even a short text is judged; an empty one is "en".
    """
    hint = hint if hint and _CODE.fullmatch(hint) else None  # outside text: a feed may claim anything
    # The model takes ten times as long as a look at the small words, and mostly says what the source says.
    if hint and speaks(hint, text):
        return hint
    letters = len(list(islice(filter(str.isalpha, text[:_READ]), ENOUGH)))
    if hint and letters < ENOUGH:
        return hint
    if not letters:
        return hint or "en"
    language, _ = _identifier().classify(text[:_READ])
    return str(language)


@functools.cache
def _identifier() -> Any:
    # Loaded at the first use: the model takes half a second, and most commands never need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier
