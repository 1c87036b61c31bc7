"""Which channels are told of an event, and why the others are not."""

from collections.abc import Sequence

from knowledge.catalogue import Catalogue
from schemas.base import Model
from schemas.event import Event
from schemas.watch import Watch
from schemas.words import AiNexus, Confidence, Role, Standing, Status

_BY_CONFIDENCE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


class Routed(Model):
    """One channel that is told, the watches that ask for it, and the watched firms the step is directed at."""

    channel: str
    watches: tuple[str, ...]
    companies: tuple[str, ...]


def route(event: Event, watches: Sequence[Watch], catalogue: Catalogue) -> tuple[Routed, ...]:
    """Return the channels that are told of an event, in the order of the watches, each once."""
    matched: dict[str, dict[str, tuple[str, ...]]] = {}
    for watch in watches:
        if why_not(event, watch, catalogue) is None:
            matched.setdefault(watch.channel, {})[watch.id] = _firms_in_scope(event, watch, catalogue)
    return tuple(
        Routed(
            channel=channel,
            watches=tuple(firms),
            companies=tuple(dict.fromkeys(firm for group in firms.values() for firm in group)),
        )
        for channel, firms in matched.items()
    )


def why_not(event: Event, watch: Watch, catalogue: Catalogue) -> str | None:
    """Return in plain words why this watch is not told of the event; None when it is told."""
    firms = watched_targets(event, watch, catalogue)
    if event.status is Status.ASSERTED and not firms:
        return _why_no_firm(event, watch, catalogue)
    if (reason := why_not_step(event, watch)) is not None:
        return reason
    if not _firms_in_scope(event, watch, catalogue):
        return _why_no_ai(event, watch, firms, catalogue)
    return None


def why_not_step(event: Event, watch: Watch) -> str | None:
    """Return in plain words why the watch does not ask for such steps, whoever they are directed at."""
    if event.status is not Status.ASSERTED:
        return f"the step is {event.status.value}, not asserted"
    if watch.actions and event.action not in watch.actions:
        return f"the watch does not ask for the action {event.action.value}"
    if watch.instruments and event.instrument not in watch.instruments:
        return f"the watch does not ask for the instrument {event.instrument.value}"
    if watch.authorities and event.authority not in watch.authorities:
        return f"the watch does not ask for steps of {event.authority}"
    if watch.languages and event.language not in watch.languages:
        return f"the watch does not ask for texts in {event.language or 'an unknown language'}"
    if _BY_CONFIDENCE.index(event.confidence) < _BY_CONFIDENCE.index(watch.confidence):
        return f"confidence {event.confidence.value} is below the watch's {watch.confidence.value}"
    if watch.official_only and event.standing is not Standing.CONFIRMED:
        return f"the watch wants the authority's own text, and the step is only {event.standing.value}"
    return None


def watched_targets(event: Event, watch: Watch, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the firms the step is directed at that the watch asks for: ids, of unlisted firms the names."""
    targets = [party for party in event.parties if party.role is Role.TARGET]
    listed = [party.company for party in targets if party.company and is_watched(party.company, watch, catalogue)]
    unlisted = [party.name for party in targets if watch.unlisted and party.company is None]
    return tuple(dict.fromkeys((*listed, *unlisted)))


def is_watched(firm: str, watch: Watch, catalogue: Catalogue) -> bool:
    """Return whether the watch asks for a firm: by its name, its group, its parent, or as any AI firm."""
    known = catalogue.companies.get(firm)
    if firm in watch.companies or (known and set(known.groups) & set(watch.groups)):
        return True
    if watch.any_ai_firm and _is_pure(firm, catalogue):
        return True
    return bool(watch.parents) and not _owners(firm, catalogue).isdisjoint(watch.parents)


def was_there(event: Event, routed: Routed, watches: Sequence[Watch], catalogue: Catalogue) -> bool:
    """Return whether the step was in the record before a command put its firms on the routes that are told of it."""
    asking = [
        (firm, watch)
        for watch in watches
        for firm in routed.companies
        if watch.id in routed.watches and is_watched(firm, watch, catalogue)
    ]
    added = [watch.added_at(firm) for firm, watch in asking]
    return bool(added) and all(at is not None and event.first_seen < at for at in added)


def _owners(firm: str, catalogue: Catalogue) -> set[str]:
    """Return the firm with all above it that it belongs to."""
    owners, new = {firm}, {firm}
    while new:
        new = {r.company for r in catalogue.relations if r.kind == "parent" and r.to in new} - owners
        owners |= new
    return owners


def _firms_in_scope(event: Event, watch: Watch, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the watched targets for which the matter is AI enough for this watch."""
    firms = watched_targets(event, watch, catalogue)
    return tuple(firm for firm in firms if is_in_scope(event, firm, watch, catalogue))


def is_in_scope(event: Event, firm: str, watch: Watch, catalogue: Catalogue) -> bool:
    """Return whether the matter of a firm is AI enough for this watch. That of an unlisted firm must be about AI."""
    if event.ai_nexus is True:
        return True
    if watch.ai_nexus is AiNexus.ANY:
        return firm in catalogue.companies
    return watch.ai_nexus is AiNexus.BY_COMPANY and _is_pure(firm, catalogue)


def _is_pure(firm: str, catalogue: Catalogue) -> bool:
    known = catalogue.companies.get(firm)
    return known is not None and known.ai == "pure"


def _why_no_firm(event: Event, watch: Watch, catalogue: Catalogue) -> str:
    others = [party for party in event.parties if party.company and party.role is not Role.TARGET]
    named = [party for party in others if party.company and is_watched(party.company, watch, catalogue)]
    if named:
        roles = ", ".join(f"{party.name} ({party.role.value})" for party in named)
        return f"watched firms are not its target: {roles}"
    return "none of its targets is on the watch"


def _why_no_ai(event: Event, watch: Watch, firms: Sequence[str], catalogue: Catalogue) -> str:
    names = ", ".join(catalogue.companies[firm].name if firm in catalogue.companies else firm for firm in firms)
    found = "is not about AI" if event.ai_nexus is False else "is not known to be about AI"
    asks = "asks for that" if watch.ai_nexus is AiNexus.REQUIRED else "asks for that where a firm has other business"
    return f"the matter {found}, and the watch {asks}: {names}"
