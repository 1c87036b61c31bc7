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
# Small words that are not met by chance in a text of another language, and those that surely are of their own.
_SEVERAL, _PLAINLY = 2, 3
# Both forms of written Norwegian are read with the words of one.
_NORWEGIAN = {"nb": "no", "nn": "no"}


def _steps(words: Words, lexicon: Lexicon) -> int:
    return sum(1 for _ in lexicon.triggers.first_matches(words))


def detect_language(text: str, lexicons: dict[str, Lexicon], declared: str | None = None) -> str:
    """Return the ISO 639-1 code of the lexicon whose function words are commonest; English when none is.

    A declared language wins unless another one is plainly commoner: registries label whole feeds at once. Languages of
    a brief lexicon stand back: they count where they are declared, or where nothing is and their words are commonest.
    """
    declared = _NORWEGIAN.get(declared or "", declared)
    words = Counter(_WORD.findall(text[:_ENOUGH].casefold()))
    full = {lang: lexicon for lang, lexicon in lexicons.items() if not lexicon.file.brief}
    counts = {lang: _count(words, lexicon) for lang, lexicon in full.items()}
    if declared in lexicons and declared not in full:
        return _of_brief(declared, words, lexicons[declared], counts)
    if not declared and (brief := _commonest_brief(words, lexicons, max(counts.values(), default=0))):
        return brief
    if len(text) < _SHORT and max(counts.values()) < 2:
        # A headline may hold no small words at all: then the words for steps tell.
        steps = {lang: _steps(words_of(text), lexicon) for lang, lexicon in full.items()}
        if steps[DEFAULT] and text.isascii() and not any(counts.values()):
            return declared or DEFAULT
        counts = {lang: 2 * counts[lang] + steps[lang] for lang in full}
    best = max(counts, key=lambda lang: (counts[lang], lang == DEFAULT))
    if declared and (declared not in counts or 2 * counts[declared] >= counts[best]):
        return declared
    return best if counts[best] else declared or DEFAULT


def _count(words: Counter[str], lexicon: Lexicon) -> int:
    return sum(map(words.__getitem__, lexicon.words & words.keys()))


def _of_brief(declared: str, words: Counter[str], lexicon: Lexicon, counts: dict[str, int]) -> str:
    """Return a declared language of a brief lexicon, unless another language is plainly commoner."""
    small = sum(map(words.__getitem__, lexicon.small_words & words.keys()))
    best = max(counts, key=lambda lang: (counts[lang], lang == DEFAULT))
    return best if counts[best] >= _PLAINLY and counts[best] > 2 * small else declared


def _commonest_brief(words: Counter[str], lexicons: dict[str, Lexicon], most: int) -> str | None:
    """Return the language of a brief lexicon whose words are several, and commoner than those of all other lexicons."""
    brief = {lang: _count(words, lexicon) for lang, lexicon in lexicons.items() if lexicon.file.brief}
    best = max(brief, key=lambda lang: brief[lang], default=None)
    return best if best is not None and brief[best] >= _SEVERAL and brief[best] > most else None
