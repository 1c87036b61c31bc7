"""The language of a text, found offline."""

import functools
import re
from typing import Any

LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "ja", "ko", "lt", "lv",
    "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "zh",
)  # fmt: skip
"""ISO 639-1 codes of the languages told apart: those the watched authorities publish in."""

ENOUGH = 60
"""Letters from which a text is judged by itself; what the source says is surer for a shorter one."""

_READ = 4_000


def detect_language(text: str, hint: str | None) -> str:
    """Return the ISO 639-1 code of `text`; `hint` (what the source says) decides for short texts.

    Without a hint even a short text is judged; an empty one is "en".
    """
    hint = hint if hint and re.fullmatch("[a-z]{2}", hint) else None  # outside text: a feed may claim anything
    letters = sum(character.isalpha() for character in text[:_READ])
    if letters < ENOUGH and hint:
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
