"""The words around the trigger of a step: those of its clause, those right beside it, those behind it."""

from extractors.expressions import expressions

WINDOW = 60
"""How many characters before and behind a trigger count as around it, tried on documents written for the project."""

# How far the two words of a negation stand from the verb between them.
_OF_TWO_WORDS = 12


class Around:
    """The words before a trigger (of its clause), in it, and after it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        before = text[max(0, start - WINDOW) : start]
        cuts = list(expressions().clause_break.finditer(before))
        self.text, self.start, self.end = text, start, end
        self.before = before[cuts[-1].end() :] if cuts else before
        self.inside = text[start:end]
        self.after = text[end : end + WINDOW]
        self.close = text[max(0, start - _OF_TWO_WORDS) : end + _OF_TWO_WORDS]
        self.near = text[max(0, start - WINDOW) : end + WINDOW]
        self.clause = self.before + self.inside + expressions().clause_break.split(self.after, maxsplit=1)[0]
        self.part = text[text.rfind(";", 0, start) + 1 : end] + self.text[end:].partition(";")[0]
        behind = expressions().clause_break.split(self.after.partition(",")[0], maxsplit=1)[0]
        self.phrase = self.before.rpartition(",")[2] + self.inside + behind

    def without_each(self, *phrases: str | None) -> "Around":
        """Return the same with some phrases left blank."""
        text = self.text
        for words in phrases:
            text = text.replace(words, " " * len(words)) if words else text
        return self if text == self.text else Around(text, self.start, self.end)
