"""A casewatch without sources, reader and Slack: what is decided about events that are put into its store."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, cast

from cases.linking import Link
from flows.alerting import queue_alerts
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.alert import Alert
from schemas.event import Case, Event, StoredFinding
from schemas.settings import Settings
from schemas.watch import Watch
from store.database import Database
from store.events import save_events
from store.outbox import list_alerts
from tests.bundled import put_store
from tests.fakes.house import HandClock
from tests.samples import link, stored_finding


def desk(
    folder: Path, watches: Sequence[Watch], catalogue: Catalogue, now: datetime, *, made: bool = True
) -> tuple[Tools, HandClock]:
    """Return tools that can decide and store, and their clock; the store is there unless it is not `made`."""
    clock, numbers = HandClock(now), count(1)
    nothing = cast(Any, None)
    settings = Settings(data_folder=folder, watches=tuple(watches))
    if made:
        put_store(settings.live_file)
    tools = Tools(
        settings=settings,
        sources=(),
        catalogue=catalogue,
        database=Database(settings.live_file),
        client=nothing,
        read=nothing,
        sender=nothing,
        clock=clock,
        new_id=lambda prefix: f"{prefix}_{next(numbers):04d}",
        sleep=lambda seconds: clock.skip(seconds=seconds),
    )
    return tools, clock


def happens(
    tools: Tools, event: Event, case: Case, *, changed: tuple[str, ...] = (), finding: StoredFinding | None = None
) -> None:
    """Store an event (a new one, or one that changed in these fields) and queue what it calls for."""
    linked = Link(event=event, case=case, link=link(event.id), created=not changed, changed=changed)
    with tools.database.transaction() as connection:
        save_events(connection, (event,), (), (case,))
        queue_alerts(connection, linked, finding or stored_finding(published=event.published), tools)


def alerts(tools: Tools) -> list[Alert]:
    """Return all alerts, oldest first."""
    with tools.database.transaction() as connection:
        return list(reversed(list_alerts(connection, (), 1000)))
