"""Finds the words that state a step, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors.anchored import Anchored
from extractors.boilerplate import is_boilerplate
from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence, Taken, Trigger

_MOST = 30
"""Triggers of one sentence that are read at most; prose holds a handful."""


def find_hits(sentences: list[Sentence], lexicon: Lexicon, names: list[Name], official: bool = False) -> list[Hit]:
    """Return the triggers of a document, sentence by sentence; where two overlap the stronger, then the longer first.

    `official`: whether an authority published it; the bare headings of its registers count only then.

    In a sentence of the body that names nobody only words count that speak of the whole document.
    """
    starts = sorted(name.start for name in names)
    hits: list[Hit] = []
    for index, sentence in enumerate(sentences):
        if is_boilerplate(sentence.words, lexicon.lang):
            continue
        named = sentence.section != "body" or bisect_left(starts, sentence.start) < bisect_left(starts, sentence.end)
        stated = list(_hits_in(sentence, index, lexicon.triggers if named else lexicon.document_triggers))
        stated = [hit for hit in stated if official or not hit.trigger.official]
        found = _without_questions_of_press(stated, sentence, lexicon)
        hits += sorted(found, key=lambda hit: (hit.trigger.weak, hit.start - hit.end))[:_MOST]
    return hits


def _without_questions_of_press(hits: list[Hit], sentence: Sentence, lexicon: Lexicon) -> list[Hit]:
    """Leave out the hits within words like "in reply to questions from journalists"."""
    asked = lexicon.patterns["asked_by_press"].finditer(sentence.text) if hits else ()
    places = Taken((sentence.start + match.start(), sentence.start + match.end()) for match in asked)
    return [hit for hit in hits if places.is_free(hit.start, hit.end)]


def _hits_in(sentence: Sentence, index: int, triggers: Anchored[Trigger]) -> Iterator[Hit]:
    for match, trigger in triggers.matches(sentence.words):
        yield Hit(trigger, sentence.start + match.start(), sentence.start + match.end(), index)


@Language.component("casewatch_triggers")
def mark_triggers(doc: Doc) -> Doc:
    """Store the triggers of a document as `doc._.hits`."""
    names = [*doc._.companies, *doc._.authorities]
    doc._.hits = find_hits(doc._.sentences, doc._.lexicon, names, doc._.publisher_authority is not None)
    return doc
