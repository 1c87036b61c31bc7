"""Mixes what is learnt from: text as written, the same with its names replaced, in other cases, and frames."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from training.frames import fill_frames
from training.names import load_stock
from training.noise import joined, only_noise, with_breaks, with_noise
from training.records import Labelled
from training.renaming import new_names, rename
from training.roles import with_named_roles
from training.variants import (
    in_capitals,
    in_title_case,
    names_in_capitals,
    with_stray_capitals,
    with_unknown_words,
)

_NOISY, _JOINED, _TORN = 0.3, 0.1, 0.08
_UNKNOWN_WORDS = 0.3
_LINES = 600
_REGISTERS = frozenset({"COMPANY", "PERSON"})


def mix(
    sentences: Sequence[Labelled],
    official: Sequence[Labelled],
    general: Sequence[Labelled],
    seed: int,
    frame_copies: int,
) -> list[Labelled]:
    """Return the training text. The same arguments give the same text, in the same order."""
    random, stock = Random(seed), load_stock("train")
    mixed = [
        *_with_renamed(sentences, 2, random),
        *_with_renamed(official, 14, random),
        *_varied(fill_frames(stock, random, frame_copies), random),
        *only_noise(frame_copies * 60, random),
        *_with_renamed([record for record in general if _names_firm(record)], 6, random),
        *(record for record in general if not _names_firm(record)),
        *_with_roles([*sentences, *fill_frames(stock, random, 1)], 6, random),
        *_with_roles(official, 14, random),
        *_with_roles(general, 3, random),
    ]
    mixed += _untidy(mixed, random)
    mixed = [_in_unknown_words(record, random) for record in mixed]
    random.shuffle(mixed)
    return mixed


def unnamed(seed: int) -> list[Labelled]:
    """Return the frames and lines of noise, each once: what they say besides names is plain words."""
    random, stock = Random(seed), load_stock("train")
    return [*fill_frames(stock, random, 1), *only_noise(_LINES, random)]


def _names_firm(record: Labelled) -> bool:
    return any(label == "COMPANY" for _, _, label in record.spans)


def _with_renamed(records: Iterable[Labelled], copies: int, random: Random) -> Iterator[Labelled]:
    """Yield each record, `copies` times itself with other names, and now and then in another case."""
    stock = load_stock("train")
    for record in records:
        yield record
        renamed = [rename(record, new_names(stock, random, record.lang)) for _ in range(copies)]
        yield from renamed
        yield from _cased(random.choice([record, *renamed]), random)


def _with_roles(records: Sequence[Labelled], copies: int, random: Random) -> Iterator[Labelled]:
    """Yield `copies` times those records that call firms or bodies by what they are, with names instead."""
    stock = load_stock("train")
    for record in records:
        for _ in range(copies):
            if named := with_named_roles(record, stock, random):
                yield from (named, *_cased(named, random))


def _varied(records: Iterable[Labelled], random: Random) -> Iterator[Labelled]:
    for record in records:
        yield record
        yield from _cased(record, random)


def _untidy(records: Sequence[Labelled], random: Random) -> Iterator[Labelled]:
    """Yield a part of the records as they stand in papers: among headings and numbers, or two in a row."""
    for record in records:
        if random.random() < _NOISY:
            yield with_noise(record, random)
        elif random.random() < _JOINED:
            yield joined(record, random.choice(records))
        elif random.random() < _TORN:
            yield with_breaks(record, random)


def _in_unknown_words(record: Labelled, random: Random) -> Labelled:
    if random.random() > _UNKNOWN_WORDS:
        return record
    return with_unknown_words(record, random.choice((0.1, 0.25, 0.5)), random)


def _cased(record: Labelled, random: Random) -> Iterator[Labelled]:
    chance = random.random()
    varied = None
    if chance < 0.12:
        varied = names_in_capitals(record, _REGISTERS)
    elif chance < 0.22 and record.lang == "en":
        varied = in_title_case(record)
    elif chance < 0.27:
        varied = in_capitals(record)
    elif chance < 0.5:
        varied = with_stray_capitals(record, random.choice((0.1, 0.3, 0.8)), random)
    if varied is not None:
        yield varied
