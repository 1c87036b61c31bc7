"""Which watched firms depend on one that a step is directed at, by which path, and on what basis. Pure."""

from collections.abc import Sequence

from alerts.routing import is_in_scope, is_watched, why_not_step
from knowledge.catalogue import Catalogue
from schemas.base import Model
from schemas.catalogue import Relation
from schemas.event import Event
from schemas.watch import Watch

DEPENDING = frozenset({"uses_models_of", "hosted_by"})
"""Kinds in which `company` depends on `to`."""
DEPENDED_ON = frozenset({"model_provider", "cloud_provider"})
"""Kinds in which `to` depends on `company`. Who holds shares, sells chips or is a partner can do without the other."""
OF_MODELS = frozenset({"uses_models_of", "model_provider"})
"""Kinds that count for a firm with other business too: a step about its AI says nothing of whom else it hosts."""


class Path(Model):
    """How a watched firm depends on one in the step: the relations from the one to the other, nearest first."""

    company: str
    target: str
    relations: tuple[Relation, ...]


class Exposed(Model):
    """One channel that is told of exposure: the watches that ask for it, and the paths."""

    channel: str
    watches: tuple[str, ...]
    paths: tuple[Path, ...]


def exposed_channels(event: Event, watches: Sequence[Watch], catalogue: Catalogue) -> tuple[Exposed, ...]:
    """Return the channels whose watched firms a step touches through another one, each once."""
    found: dict[str, dict[str, tuple[Path, ...]]] = {}
    for watch in watches:
        paths = exposed_paths(event, watch, catalogue)
        if paths:
            found.setdefault(watch.channel, {})[watch.id] = paths
    return tuple(
        Exposed(
            channel=channel,
            watches=tuple(by_watch),
            paths=tuple({path.company: path for paths in reversed(by_watch.values()) for path in paths}.values()),
        )
        for channel, by_watch in found.items()
    )


def exposed_paths(event: Event, watch: Watch, catalogue: Catalogue) -> tuple[Path, ...]:
    """Return the shortest path to each firm of the watch that the step touches; none to one that is in it.

    A watch that hears of the step itself hears of exposure only for the firms it names: those it watches by a group
    or as any AI firm stand in the step's own message, and would be a second alert each time.
    """
    if watch.exposure_hops == 0 or why_not_step(event, watch) is not None:
        return ()
    seen = {party.company for party in event.parties if party.company}
    targets = sorted(event.target_ids() & seen)
    ends = [
        Path(company=firm, target=firm, relations=()) for firm in targets if is_in_scope(event, firm, watch, catalogue)
    ]
    found: list[Path] = []
    for _ in range(watch.exposure_hops):
        ends = [path for end in ends for path in _one_further(end, catalogue) if path.company not in seen]
        ends = list({path.company: path for path in reversed(ends)}.values())
        seen |= {path.company for path in ends}
        found += [path for path in ends if is_watched(path.company, watch, catalogue)]
    if any(is_watched(target, watch, catalogue) for target in targets):
        found = [path for path in found if path.company in watch.companies]
    return tuple(found)


def _one_further(path: Path, catalogue: Catalogue) -> list[Path]:
    return [
        Path(company=firm, target=path.target, relations=(relation, *path.relations))
        for relation in catalogue.exposed_to(path.company)
        if (firm := _dependent(relation, path.company, catalogue)) is not None
    ]


def _dependent(relation: Relation, on: str, catalogue: Catalogue) -> str | None:
    """Return the firm that depends on `on` by this relation; None when it does not tell of dependence."""
    known = catalogue.companies.get(on)
    if known and known.ai == "mixed" and relation.kind not in OF_MODELS:
        return None
    if relation.kind in DEPENDING and relation.to == on:
        return relation.company
    return relation.to if relation.kind in DEPENDED_ON and relation.company == on else None
