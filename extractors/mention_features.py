"""What a sentence says about one firm in it, as a set of short strings: the ground on which a mention is weighed.

The firm is written F_, other firms O_, authorities A_, courts C_ and numbers N_, so that what is learnt is how steps
are told and not who was in them. Words count whole and by their first five letters, alone, in pairs, and by the side
of the firm they stand on; beside them stand the triggers, the signs of status and what the rules made of the sentence.
Of a sentence that is all there is, the signs also say what its words stand for in any language.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from spacy.tokens import Doc

from extractors.concepts import ideas_in, signs_of_ideas
from extractors.parts import Hit, Name, Sentence, Step, is_court, names_within

_WORD = re.compile(r"\w+|[^\w\s]")
_STEM = 5
_NEAR, _FAR = 8, 12
_LONGEST = 90
_TITLE_WORDS = 40
_STEPS = (1, 3, 6, 12)
OF_TITLE_HITS = "th:"
"""How the signs begin that say what triggers the headline holds."""


@dataclass(frozen=True)
class SentenceView:
    """A sentence as words with its names masked; `firms` holds the firm a word stands for, beside each word."""

    sentence: Sentence
    words: tuple[str, ...]
    firms: tuple[str | None, ...]
    starts: dict[str, int]
    """firm → where it first stands, in characters of the sentence."""
    hits: tuple[Hit, ...]
    signs: tuple[str, ...]
    authority_before: bool
    """An authority is named in the sentence before."""


@dataclass(frozen=True)
class DocumentView:
    """What all mentions of a document share."""

    lang: str
    sentences: tuple[SentenceView, ...]
    titled: frozenset[str]
    title_signs: frozenset[str]
    """What the words and triggers of the headline say about any firm."""
    official: bool
    steps: dict[tuple[int, str], tuple[str, ...]]
    """(start of a sentence, firm) → what the rules made of it."""
    is_lone: bool = False
    """The document is one sentence or headline, and there is nothing else to weigh it by."""


def view(doc: Doc, steps: Iterable[Step]) -> DocumentView:
    """Return a document, read by the rules, as its mentions see it."""
    title_end = len(doc._.layout.title)
    told: dict[tuple[int, str], tuple[str, ...]] = {}
    for step in steps:
        for name, role in step.parties:
            at = (step.sentence.start, name.key)
            role_and_status = f"{role.value}:{step.status.value}"
            told[at] = (*told.get(at, ()), role_and_status, f"{role_and_status}:{step.action.value}")
    sentences = tuple(_sentence_views(doc))
    titled = [v for v in sentences if v.sentence.section == "title"]
    return DocumentView(
        lang=doc._.lang,
        sentences=sentences,
        titled=frozenset(f.key for f in doc._.companies if f.end <= title_end),
        title_signs=frozenset(_of_title(titled)),
        official=doc._.publisher_authority is not None,
        steps=told,
        is_lone=len(doc._.sentences) == 1,
    )


def _of_title(sentences: list[SentenceView]) -> Iterator[str]:
    words = ("F_" if key else word for at in sentences for word, key in zip(at.words, at.firms, strict=True))
    yield from (f"ts:{word[:_STEM]}" for word in islice(words, _TITLE_WORDS))
    yield from (f"{OF_TITLE_HITS}{_action(hit)}" for at in sentences for hit in at.hits)


def _sentence_views(doc: Doc) -> Iterator[SentenceView]:
    text, lexicon, sentences = doc._.layout.joined, doc._.lexicon, doc._.sentences
    hits: dict[int, list[Hit]] = {}
    for hit in doc._.hits:
        hits.setdefault(hit.sentence, []).append(hit)
    names = sorted([*doc._.companies, *doc._.authorities], key=lambda name: (name.start, -name.end))
    authority_before = False
    for index, sentence in enumerate(sentences):
        here = names_within(names, sentence.start, sentence.end)
        if any(name.kind == "company" for name in here):
            words = list(_masked(text, sentence, here))
            starts = {name.key: name.start - sentence.start for name in reversed(here) if name.kind == "company"}
            yield SentenceView(
                sentence=sentence,
                words=tuple(word for word, _ in words),
                firms=tuple(key for _, key in words),
                starts={key: start for key, start in reversed(starts.items()) if any(k == key for _, k in words)},
                hits=tuple(hits.get(index, ())),
                signs=lexicon.signs_in(sentence),
                authority_before=authority_before,
            )
        authority_before = any(name.kind == "authority" for name in here)


def _masked(text: str, sentence: Sentence, names: list[Name]) -> Iterator[tuple[str, str | None]]:
    at = sentence.start
    for name in names:
        if name.start < at:
            continue
        yield from ((word, None) for word in _words(text[at : name.start]))
        if name.kind == "company":
            yield "O_", name.key
        else:
            yield ("C_" if is_court(name.id or name.name) else "A_"), None
        at = name.end
    yield from ((word, None) for word in _words(text[at : sentence.end]))


def _words(text: str) -> Iterator[str]:
    return ("N_" if word[0].isdigit() else word.lower() for word in _WORD.findall(text))


def mention_features(document: DocumentView, at: SentenceView, firm: str) -> set[str]:
    """Return what a sentence says about a firm in it."""
    words, places = _words_around(at, firm)
    stems = [word if word.endswith("_") else word[:_STEM] for word in words]
    found = {
        "bias",
        f"section:{at.sentence.section}",
        f"official:{document.official}",
        f"titled:{firm in document.titled}",
    }
    found |= {f"firms:{min(4, len(at.starts))}", f"bullet:{at.sentence.text[:1] in '-•*'}"}
    found |= set(_of_words(words, stems))
    for place in places:
        found |= set(_of_place(words, stems, place))
    found |= set(_of_authority(words, places[0], at.authority_before))
    found |= {f"sign:{sign}" for sign in at.signs}
    found |= set(_of_hits(at, firm)) or {"hit:none"}
    found |= {f"rule:{told}" for told in document.steps.get((at.sentence.start, firm), ("none",))}
    found |= document.title_signs
    return found


def features_with_ideas(document: DocumentView, at: SentenceView, firm: str) -> set[str]:
    """Return what a sentence says about a firm in it, also by what its words stand for in any language."""
    words, places = _words_around(at, firm)
    return mention_features(document, at, firm) | set(signs_of_ideas(ideas_in(document.lang, words), places[0]))


def _words_around(at: SentenceView, firm: str) -> tuple[list[str], list[int]]:
    """Return the words around a firm, itself masked, and its first two places among them."""
    words = ["F_" if key == firm else word for word, key in zip(at.words, at.firms, strict=True)]
    places = [place for place, word in enumerate(words) if word == "F_"][:2]
    first = max(0, places[0] - _LONGEST // 2)
    return words[first : first + _LONGEST], [place - first for place in places if place - first < _LONGEST]


def _of_words(words: list[str], stems: list[str]) -> Iterator[str]:
    yield from (f"u:{word}" for word in words)
    yield from (f"s:{stem}" for stem in stems)
    yield from (f"e:{word[-_STEM:]}" for word in words if len(word) > _STEM + 2)
    yield from (f"b:{a} {b}" for a, b in pairwise(words))
    yield from (f"sb:{a} {b}" for a, b in pairwise(stems))
    triples = zip(words, words[1:], words[2:], strict=False)
    yield from (f"t:{a} {b} {c}" for a, b, c in triples if "F_" in {a, b, c})


def _of_place(words: list[str], stems: list[str], place: int) -> Iterator[str]:
    """Yield the words by the side of the firm they stand on, and those right beside it as they stand."""
    yield from (f"L:{word}" for word in words[max(0, place - _NEAR) : place])
    yield from (f"R:{word}" for word in words[place + 1 : place + 1 + _NEAR])
    for distance in range(1, _FAR + 1):
        if place - distance >= 0:
            yield f"sL{distance > 3:d}:{stems[place - distance]}"
        if place + distance < len(stems):
            yield f"sR{distance > 3:d}:{stems[place + distance]}"
    for length in (1, 2, 3):
        yield f"l{length}:{' '.join(words[max(0, place - length) : place]) or '^'}"
        yield f"r{length}:{' '.join(words[place + 1 : place + 1 + length]) or '$'}"


def _of_authority(words: list[str], place: int, before: bool) -> Iterator[str]:
    found = next((at for at, word in enumerate(words) if word in {"A_", "C_"}), None)
    if found is None:
        yield f"authority:none:{before}"
    else:
        yield f"authority:{'before' if found < place else 'after'}:{_far(abs(found - place))}"


def _of_hits(at: SentenceView, firm: str) -> Iterator[str]:
    text, start = at.sentence.text, at.sentence.start
    position = at.starts[firm]
    for hit in at.hits:
        begin, end = hit.start - start, hit.end - start
        side = "in" if begin <= position < end else "behind" if end <= position else "before"
        gap = text[end:position] if side == "behind" else text[position:begin]
        action, far = _action(hit), _far(len(gap.split()))
        yield f"hit:{action}:{side}"
        yield f"hit:{action}:{side}:{far}"
        yield f"target:{hit.trigger.target}{'?' if hit.trigger.weak else ''}:{side}:{far}"


def _action(hit: Hit) -> str:
    return hit.trigger.action.value + ("?" if hit.trigger.weak else "")


def _far(distance: int) -> int:
    return sum(distance > step for step in _STEPS)
