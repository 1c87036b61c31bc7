"""How well steps were put together: over all pairs of told steps, which are one event, which are one case."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from benchmarks.stories.playing import Played, Told
from training.evaluating import Rate

Pair = tuple[Told, Told]
Key = Callable[[Told], tuple[str, ...] | None]


class PairFigures(NamedTuple):
    """The rate over pairs, and the pairs that are wrong or missed."""

    rate: Rate
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]


def event_pairs(told: Sequence[Told]) -> PairFigures:
    """Return how well the tellings of one step were put together."""
    return _pairs(told, _true_event, lambda one: _key(one.linked_event))


def case_pairs(told: Sequence[Told]) -> PairFigures:
    """Return how well the steps of one proceeding were put together."""
    return _pairs(told, _true_case, lambda one: _key(one.linked_case))


def related_rate(played: Played, wanted: Sequence[tuple[str, str, str]]) -> Rate:
    """Return how many of the related cases (story, case, case) were tied, and how many ties are right."""
    truths: defaultdict[str, set[tuple[str, ...] | None]] = defaultdict(set)
    for told in played.told:
        if told.linked_case and told.case:
            truths[told.linked_case].add(_true_case(told))
    asked = {frozenset(((story, one), (story, other))) for story, one, other in wanted}
    ties = {frozenset(tie) for tie in played.ties}
    found = [_named(tie, truths) & asked for tie in ties]
    right = set().union(*found)
    return Rate(wanted=len(asked), given=len(right) + sum(not pairs for pairs in found), right=len(right))


def _named(tie: Iterable[str], truths: dict[str, set[Any]]) -> set[frozenset[Any]]:
    one, *other = (truths.get(case, set()) for case in tie)
    return {frozenset((left, right)) for left in one for right in (other[0] if other else one)}


def _pairs(told: Sequence[Told], truth: Key, link: Key) -> PairFigures:
    wanted = {(one, other) for one, other in _same(told, truth) if told[one].must and told[other].must}
    given = _same(told, link)
    right = wanted & given
    # A pair that is true but need not be found (an old step told as context) counts neither way.
    wrong = (given - right) - _same(told, truth)
    rate = Rate(wanted=len(wanted), given=len(right) + len(wrong), right=len(right))
    return PairFigures(rate, _shown(told, wrong), _shown(told, wanted - given))


def _same(told: Sequence[Told], key: Key) -> set[tuple[int, int]]:
    """Return the places of each two steps that have one key, the earlier first."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        if (name := key(one)) is not None:
            groups[name].append(place)
    return {pair for places in groups.values() for pair in combinations(places, 2)}


def _shown(told: Sequence[Told], places: set[tuple[int, int]]) -> tuple[Pair, ...]:
    pairs = ((told[one], told[other]) for one, other in places)
    return tuple(sorted(pairs, key=lambda pair: [(step.story, step.document, step.words) for step in pair]))


def _true_event(told: Told) -> tuple[str, ...] | None:
    return (told.story, told.event) if told.event else None


def _true_case(told: Told) -> tuple[str, ...] | None:
    return (told.story, told.case) if told.case else None


def _key(link: str | None) -> tuple[str, ...] | None:
    return (link,) if link else None
