"""Title and text of a document as one string, and the way back to exact slices of each."""

from dataclasses import dataclass
from functools import cached_property

from extractors.markup import without_markup
from extractors.words import Words, words_of
from schemas.finding import TextField

_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Layout:
    """A document's title and text, joined. A character of `joined` lies in exactly one field."""

    title: str
    text: str

    @cached_property
    def joined(self) -> str:
        """Return title, a blank line, and text, or only the text; "&quot;" and its like are marks in it."""
        return without_markup(f"{self.title}{_BETWEEN}{self.text}" if self.title else self.text)

    @cached_property
    def text_start(self) -> int:
        """Return where the text begins in `joined`."""
        return len(self.title) + len(_BETWEEN) if self.title else 0

    @cached_property
    def words(self) -> Words:
        """Return the words of `joined`."""
        return words_of(self.joined)

    def place(self, start: int, end: int) -> tuple[TextField, int, int]:
        """Return field and offsets in it of a span of `joined` that does not cross the two fields."""
        if self.title and start < self.text_start:
            return "title", start, min(end, len(self.title))
        return "text", start - self.text_start, end - self.text_start

    def slice(self, field: TextField, start: int, end: int) -> str:
        """Return the words of a field between two offsets."""
        return (self.title if field == "title" else self.text)[start:end]
