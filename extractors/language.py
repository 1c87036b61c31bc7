"""Tells the language of a text by its commonest words; short texts count too."""

import re

from extractors.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
DEFAULT = "en"


def detect_language(text: str, lexicons: dict[str, Lexicon]) -> str:
    """Return the ISO 639-1 code of the lexicon whose function words are commonest; English when none is."""
    words = [word.casefold() for word in _WORD.findall(text[:4000])]
    counts = {
        lang: sum(word in lexicon.file.function_words for word in words) for lang, lexicon in lexicons.items()
    }
    best = max(counts, key=lambda lang: (counts[lang], lang == DEFAULT))
    return best if counts[best] else DEFAULT
