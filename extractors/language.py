"""Tells the language of a text by its commonest words; short texts count too."""

import re
from collections import Counter

from extractors.lexicon import Lexicon
from extractors.words import Words, words_of

# The "s" of an English possessive is no French "s'", nor are the initials of "U.S." and "N.D. Cal." small words.
_WORD = re.compile(r"(?<!['’])(?![^\W\d_]\.)[^\W\d_]+|(?<=['’])(?!s\b)[^\W\d_]+", re.UNICODE)
DEFAULT = "en"
_SHORT = 160
_ENOUGH = 4000


def _steps(words: Words, lexicon: Lexicon) -> int:
    return sum(1 for _ in lexicon.triggers.first_matches(words))


def detect_language(text: str, lexicons: dict[str, Lexicon], declared: str | None = None) -> str:
    """Return the ISO 639-1 code of the lexicon whose function words are commonest; English when none is.

    A declared language wins unless another one is plainly commoner: registries label whole feeds at once.
    """
    words = Counter(_WORD.findall(text[:_ENOUGH].casefold()))
    counts = {lang: sum(map(words.__getitem__, lexicon.words & words.keys())) for lang, lexicon in lexicons.items()}
    if len(text) < _SHORT and max(counts.values()) < 2:
        # A headline may hold no small words at all: then the words for steps tell.
        steps = {lang: _steps(words_of(text), lexicon) for lang, lexicon in lexicons.items()}
        if steps[DEFAULT] and text.isascii() and not any(counts.values()):
            return declared or DEFAULT
        counts = {lang: 2 * counts[lang] + steps[lang] for lang in lexicons}
    best = max(counts, key=lambda lang: (counts[lang], lang == DEFAULT))
    if declared and (declared not in counts or 2 * counts[declared] >= counts[best]):
        return declared
    return best if counts[best] else declared or DEFAULT
