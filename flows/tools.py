"""What a pass works with. Everything that reaches outside is here, handed in by the caller."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from alerts.sender import Sender
from feeds.client import Client
from knowledge.catalogue import Catalogue
from schemas.finding import Reading, ReadingInput
from schemas.report import DeliveryReport
from schemas.settings import Settings
from schemas.source import FeedState, Source
from store.database import Database

Clock = Callable[[], datetime]


class Due(NamedTuple):
    """A source to take up in this pass."""

    source: Source
    state: FeedState
    poll: bool
    """Its next poll has come."""
    unfinished: bool
    """An earlier pass left documents of it unread or not analysed."""


@dataclass(frozen=True)
class Tools:
    """The store, the web, the reader, Slack, the clock and the settings of one process."""

    settings: Settings
    sources: tuple[Source, ...]
    catalogue: Catalogue
    database: Database
    client: Client
    read: Callable[[ReadingInput], Reading]
    sender: Sender
    clock: Clock
    new_id: Callable[[str], str]
    """Gives an unused id that begins with the given prefix."""
    sleep: Callable[[float], None]
    stage: Callable[[str], None] = lambda _name: None
    """Told the name of each stage as it is reached; tests of crashes hang here."""
    owner: str = "casewatch"
    """Who takes leases on alerts: unique to this process."""
    sending: Lock = field(default_factory=Lock)
    """One thread at a time talks to Slack, so that a channel's pace holds."""
    deliveries: list[DeliveryReport] = field(default_factory=list)
    """What each delivery of the pass under way did; the end of the pass adds them up."""
    steady: Callable[[], float] = time.monotonic
    """Seconds by a clock that nobody sets; leases are measured by it. It is the same for all processes."""
