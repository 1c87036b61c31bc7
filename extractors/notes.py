"""The Doc that the components write on: what they find stands at `doc._`, and reading it there costs next to nothing.

spaCy's own extension attributes make an object and look a name up in two tables each time one is read; a document is
asked some three hundred times.
"""

from typing import Any

from spacy.tokens import Doc


class Notes:
    """What the components found in a document; each is None until its component has run."""

    __slots__ = (
        "authorities",
        "bystanders",
        "companies",
        "complainants",
        "document",
        "doubted",
        "entities",
        "firms_of_ai",
        "hits",
        "instruments",
        "lang",
        "layout",
        "lexicon",
        "publisher_authority",
        "seen",
        "sentences",
        "steps",
        "usual_instruments",
        "weighed",
    )

    def __init__(self) -> None:
        for name in self.__slots__:
            setattr(self, name, None)


class NotedDoc(Doc):
    """A Doc whose `_` is Notes."""

    __slots__ = ("_",)
    _: Any

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._ = Notes()
