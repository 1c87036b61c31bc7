"""Finds courts, ministries and prosecutors by the form of their names. Data in patterns/bodies.toml."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from extractors.anchored import Anchored, Sparse
from extractors.words import Words
from schemas.base import Model
from schemas.data_files import compiled, read_entries

BODIES = Path(__file__).parent / "patterns" / "bodies.toml"

# A word with a capital that is no article or preposition at the beginning of a sentence.
_WORD = (
    r"(?!(?:The|An?|This|That|In|At|On|By|Before|When|After|Der|Die|Das|La|Le|El|Il|De|O|W)\b)"
    r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆČŠŽİŞĞ][\w’'.]*\w"
)
_PLACE = rf"(?:(?:New|South|North|West|British|Hong|Saudi|Northern|Prince|Sri|Los|San|United|Nova) )?{_WORD}"
_WORDS = rf"{_WORD}(?:(?: (?:of|and|the|de|du|des|la|van|von|di|da|do|y|e|und|et|en|i))? {_WORD}){{0,3}}"


class Body(Model):
    """A form that names of bodies have in one language, with an example of it."""

    lang: str = Field(pattern="^[a-z]{2}$")
    pattern: str
    example: str
    counter: str | None = None

    def written_out(self) -> str:
        """Return the regular expression, for whole words and both apostrophes."""
        pattern = self.pattern.replace("'", "['’]").replace("{W}", _WORD).replace("{N}", _WORDS)
        pattern = pattern.replace("{P}", _PLACE)
        return rf"(?<![\w-])(?:{pattern})(?!\w)"


@cache
def load_bodies(path: Path = BODIES) -> tuple[tuple[Body, Sparse], ...]:
    """Return the forms with their expressions.

    Raises DataFileError when the file breaks its form or a pattern does not compile.
    """
    entries = read_entries(Body, "body", path)
    return tuple((entry, Sparse(compiled(entry.written_out(), path, written=entry.pattern))) for entry in entries)


def find_bodies(words: Words, lang: str) -> Iterator[tuple[int, int]]:
    """Return the spans of such names in a text of these words; English ones stand in texts of every language."""
    for _, form in _anchored(lang).candidates(words):
        yield from (match.span() for match in form.finditer(words))


@cache
def _anchored(lang: str) -> Anchored[Sparse]:
    """Return the forms of a language, each looked for only where its words stand."""
    forms = (form for entry, form in load_bodies() if entry.lang in {lang, "en"})
    return Anchored(((form.pattern.pattern, form) for form in forms), flags=0)
