"""Asks a source once, stores nothing, and says how what came differs from what is declared."""

from datetime import datetime

from pydantic import Field

from feeds.client import Client
from feeds.fetch import fetch
from feeds.parse import parse
from feeds.schedule import expectation_breach
from schemas.base import Model, UtcDatetime
from schemas.settings import HttpSettings
from schemas.source import Entry, Failure, FeedState, Source


class Check(Model):
    """What one live poll gave. `problems` is empty when it met the declaration."""

    source: str
    url: str
    items: int = 0
    newest: UtcDatetime | None = None
    first_title: str = ""
    fields: dict[str, int] = Field(default_factory=dict)
    """How many items have each field that is declared or has a value."""
    problems: tuple[str, ...] = ()


def check(source: Source, client: Client, http: HttpSettings, now: datetime) -> Check:
    """Return what a poll of the source gives now (UTC), compared with what it declares. Never raises for networks."""
    answer = fetch(source, FeedState(source=source.id), client, http, now)
    if isinstance(answer, Failure):
        return Check(source=source.id, url=answer.url, problems=(answer.reason,))
    parsed = parse(source, answer)
    if isinstance(parsed, Failure):
        return Check(source=source.id, url=answer.url, problems=(parsed.reason,))
    breach = expectation_breach(source, parsed.entries, now)
    problems = tuple(words for words in (parsed.degraded, breach) if words)
    return _seen(source, answer.url, parsed.entries, problems)


def _seen(source: Source, url: str, entries: tuple[Entry, ...], problems: tuple[str, ...]) -> Check:
    names = [n for n in Entry.model_fields if n in source.expect.fields or any(getattr(e, n) for e in entries)]
    return Check(
        source=source.id,
        url=url,
        items=len(entries),
        newest=max((date for e in entries if (date := e.published or e.updated)), default=None),
        first_title=entries[0].title if entries else "",
        fields={name: sum(bool(getattr(e, name)) for e in entries) for name in names if name != "source"},
        problems=problems,
    )
