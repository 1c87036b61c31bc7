"""Sets the clause of a step apart from one that tells another authority's step, with times and denials of its own."""

from dataclasses import replace

from extractors.expressions import expressions
from extractors.parts import Hit, Name, Sentence


def own_clause(hit: Hit, sentence: Sentence, actors: list[Name], hits: list[Hit]) -> Sentence:
    """Return a sentence with the clauses left blank in which another authority acts.

    "The Commission is investigating Acme, and a judge ruled on it last year": the year is not that of the inquiry.
    """
    here = [other for other in hits if sentence.start <= other.start < sentence.end]
    for actor in actors:
        begin = expressions().next_clause.search(sentence.text[: actor.start - sentence.start])
        at = sentence.start + begin.start() if begin else 0
        told_before = any(other.end <= at for other in here) and any(other.end <= at for other in actors)
        if not (told_before and any(other.start >= actor.end for other in here)):
            continue
        if hit.end <= at:
            return _blank(sentence, at, sentence.end)
        if hit.start >= actor.end:
            sentence = _blank(sentence, sentence.start, at)
    return sentence


def _blank(sentence: Sentence, start: int, end: int) -> Sentence:
    first, last = start - sentence.start, end - sentence.start
    return replace(sentence, text=sentence.text[:first] + " " * (last - first) + sentence.text[last:])
