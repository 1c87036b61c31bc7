"""A reader that is there at once: it finds nothing in any text."""

from collections.abc import Iterable, Iterator

from schemas.finding import Reading, ReadingInput


class Echo:
    """Reads nothing in a text."""

    def read_all(self, documents: Iterable[ReadingInput]) -> Iterator[Reading]:
        return (Reading(document=one.id, extractor="1", lang="en") for one in documents)
