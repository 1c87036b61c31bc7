"""Open what a pass works with, from the settings: the real clock, web, store, reader and Slack."""

import gc
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from alerts.printed import PrintedSender
from alerts.sender import Sender
from alerts.slack import SlackSender
from extractors.collecting import collect_seldom
from extractors.pipeline import load_reader
from feeds.client import Client
from feeds.registry import load_sources
from flows.settings import check_watches, with_additions
from flows.tools import Clock, Tools
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.errors import SettingsError
from schemas.finding import Reading, ReadingInput
from schemas.settings import Settings
from schemas.source import Source
from store.database import Database
from store.declared import save_declared
from store.watchlist import additions_in_force


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def new_id(prefix: str, clock: Clock = utc_now) -> str:
    """Return an id nobody has used: the prefix, the second in 8 hex digits and 10 random ones.

    What is made at one time stands side by side in the record's indexes: a save writes few parts of them again.
    """
    return f"{prefix}_{int(clock().timestamp()):08x}{secrets.token_hex(5)}"


@contextmanager
def open_tools(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    write: Callable[[str], None] = print,
    stage: Callable[[str], None] = lambda _name: None,
    catalogue: Catalogue | None = None,
    sources: tuple[Source, ...] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    read: Callable[[ReadingInput], Reading] | None = None,
) -> Iterator[Tools]:
    """Yield the tools of this process and close them at the end.

    `catalogue` and `sources` replace those of the settings' files, `read` the reader made of the catalogue. Raises
    ConfigurationError for what the user has to mend, StoreError when the live file cannot be opened.
    """
    catalogue = catalogue or load_catalogue(settings.catalogue_files)
    settings = check_watches(settings, catalogue)
    declared = load_sources(settings.sources_files) if sources is None else sources
    _check_ids(settings, declared)
    database = Database(settings.live_file)
    with database.transaction() as connection:
        settings = with_additions(settings, additions_in_force(connection))
        save_declared(connection, declared, settings.watches, catalogue)
    read = read or load_reader(catalogue, settings.reading).read
    with Client(settings.http) as client, _kept_from_the_collector():
        yield Tools(
            settings=settings,
            sources=declared,
            catalogue=catalogue,
            database=database,
            client=client,
            read=read,
            sender=open_sender(settings, write),
            clock=clock,
            new_id=new_id,
            sleep=sleep,
            stage=stage,
            steady=time.monotonic if clock is utc_now else lambda: clock().timestamp(),
            owner=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
        )


def refreshed(tools: Tools) -> Tools:
    """Return the tools with the routes as they are now: a command may have changed them since they were opened."""
    with tools.database.transaction() as connection:
        return replace(tools, settings=with_additions(tools.settings, additions_in_force(connection)))


@contextmanager
def _kept_from_the_collector() -> Iterator[None]:
    """Keep the garbage collector from what is loaded already: looking through it takes a tenth of a large pass."""
    before = gc.get_threshold()
    collect_seldom()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def open_sender(settings: Settings, write: Callable[[str], None]) -> Sender:
    """Return the way to Slack; without a token, one that prints alerts and writes them to the outbox file."""
    slack = settings.slack
    if slack.token is None:
        return PrintedSender(settings.outbox_file, write)
    return SlackSender(slack.token, slack.base_url, slack.timeout_seconds)


def _check_ids(settings: Settings, declared: tuple[Source, ...]) -> None:
    known = {source.id for source in declared}
    unknown = [name for name in settings.source_ids if name not in known]
    if unknown:
        raise SettingsError(f"there is no source {unknown[0]!r}: see `casewatch sources list`")
