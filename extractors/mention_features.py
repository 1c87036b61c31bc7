"""What a sentence says about one firm in it, as a set of short signs: the ground on which a mention is weighed.

The firm is written F_, other firms O_, authorities A_, courts C_ and numbers N_, so that what is learnt is how steps
are told and not who was in them. Words count whole and by their first five letters, alone, in pairs, and by the side
of the firm they stand on; beside them stand the triggers, the signs of status and what the rules made of the sentence.
Signs are bytes: there are some hundred and sixty of each mention, and their checksums are asked for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from spacy.tokens import Doc

from extractors.parts import Hit, Name, Sentence, Step, is_court, names_within

_WORD = re.compile(r"\w+|[^\w\s]")
_STEM = 5
_CLOSE, _NEAR, _FAR = 3, 8, 12
_LONGEST = 90
_TITLE_WORDS = 40
_STEPS = (1, 3, 6, 12)


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

    sentences: tuple[SentenceView, ...]
    titled: frozenset[str]
    title_signs: frozenset[bytes]
    """What the words and triggers of the headline say about any firm."""
    official: bool
    steps: dict[tuple[int, str], tuple[str, ...]]
    """(start of a sentence, firm) → what the rules made of it."""


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
        sentences=sentences,
        titled=frozenset(f.key for f in doc._.companies if f.end <= title_end),
        title_signs=frozenset(sign.encode() for sign in _of_title(titled)),
        official=doc._.publisher_authority is not None,
        steps=told,
    )


def _of_title(sentences: list[SentenceView]) -> Iterator[str]:
    words = ("F_" if key else word for at in sentences for word, key in zip(at.words, at.firms, strict=True))
    yield from (f"ts:{word[:_STEM]}" for word in islice(words, _TITLE_WORDS))
    yield from (f"th:{_action(hit)}" for at in sentences for hit in at.hits)


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


def mention_features(document: DocumentView, at: SentenceView, firm: str) -> set[bytes]:
    """Return what a sentence says about a firm in it."""
    words = ["F_" if key == firm else word for word, key in zip(at.words, at.firms, strict=True)]
    places = [place for place, word in enumerate(words) if word == "F_"][:2]
    first = max(0, places[0] - _LONGEST // 2)
    words, places = words[first : first + _LONGEST], [place - first for place in places if place - first < _LONGEST]
    found = {sign.encode() for sign in _of_sentence(document, at, firm)}
    found.update(sign.encode() for sign in _of_authority(words, places[0], at.authority_before))
    found.update(document.title_signs)
    whole = [word.encode() for word in words]
    stems = [(word if word.endswith("_") else word[:_STEM]).encode() for word in words]
    found.update(_of_words(whole, stems), _of_ends(words))
    for place in places:
        found.update(_of_place(whole, stems, place))
    return found


def _of_sentence(document: DocumentView, at: SentenceView, firm: str) -> Iterator[str]:
    yield from ("bias", f"section:{at.sentence.section}", f"official:{document.official}")
    yield from (f"titled:{firm in document.titled}", f"firms:{min(4, len(at.starts))}")
    yield f"bullet:{at.sentence.text[:1] in '-•*'}"
    yield from (f"sign:{sign}" for sign in at.signs)
    yield from list(_of_hits(at, firm)) or ["hit:none"]
    yield from (f"rule:{told}" for told in document.steps.get((at.sentence.start, firm), ("none",)))


def _of_words(words: list[bytes], stems: list[bytes]) -> list[bytes]:
    found = [b"u:" + word for word in words]
    found += [b"s:" + stem for stem in stems]
    found += [b"b:" + a + b" " + b for a, b in pairwise(words)]
    found += [b"sb:" + a + b" " + b for a, b in pairwise(stems)]
    triples = zip(words, words[1:], words[2:], strict=False)
    return [*found, *(b"t:%b %b %b" % triple for triple in triples if b"F_" in triple)]


def _of_ends(words: list[str]) -> list[bytes]:
    return [f"e:{word[-_STEM:]}".encode() for word in words if len(word) > _STEM + 2]


def _of_place(words: list[bytes], stems: list[bytes], place: int) -> Iterator[bytes]:
    """Yield the words by the side of the firm they stand on, and those right beside it as they stand."""
    yield from [b"L:" + word for word in words[max(0, place - _NEAR) : place]]
    yield from [b"R:" + word for word in words[place + 1 : place + 1 + _NEAR]]
    yield from [b"sL1:" + stem for stem in stems[max(0, place - _FAR) : max(0, place - _CLOSE)]]
    yield from [b"sL0:" + stem for stem in stems[max(0, place - _CLOSE) : place]]
    yield from [b"sR0:" + stem for stem in stems[place + 1 : place + 1 + _CLOSE]]
    yield from [b"sR1:" + stem for stem in stems[place + 1 + _CLOSE : place + 1 + _FAR]]
    for length in (1, 2, 3):
        yield b"l%d:" % length + (b" ".join(words[max(0, place - length) : place]) or b"^")
        yield b"r%d:" % length + (b" ".join(words[place + 1 : place + 1 + length]) or b"$")


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
