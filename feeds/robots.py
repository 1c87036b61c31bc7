"""Asks a host once a day what it forbids: its robots.txt (RFC 9309), and its reservation of text and data mining.

robots.txt is asked before pages; feeds and services that are published for programs need none. The reservation, by the
TDM Reservation Protocol, is asked before anything of a newspaper. What a client learnt of a host is kept with the
client, for all threads that share it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from feeds.client import Client
from feeds.limits import MAX_ROBOTS
from feeds.permission import is_reserved_at, may_read
from feeds.transfer import Answer, Refusal, transfer
from schemas.settings import HttpSettings
from schemas.source import Source

KEPT = timedelta(hours=24)
"""How long rules hold without being asked for again (RFC 9309, 2.4)."""

ROBOTS, RESERVATIONS = "/robots.txt", "/.well-known/tdmrep.json"
"""Where a host says it (RFC 9309, 2.3; TDM Reservation Protocol, 5.1)."""

RETRIED = timedelta(minutes=30)
"""How long it holds that no rules could be had."""

Get = Callable[[str], Answer | Refusal]


class Rules(NamedTuple):
    """What a host said: its rules ("" when it has none), or why they could not be had."""

    asked_at: datetime
    text: str = ""
    problem: str | None = None


_known: WeakKeyDictionary[Client, dict[str, Rules]] = WeakKeyDictionary()
_turn = Lock()


def forbidden(url: str, source: Source, client: Client, http: HttpSettings, now: datetime) -> Refusal | None:
    """Return why a page of a source may not be read: its host's rules forbid it, or cannot be had; None when it may.

    What an authority publishes may be read while its rules cannot be had: a broken robots.txt must not blind the
    watch of it. `now` is UTC.
    """
    rules = rules_of(url, ROBOTS, _getter(source, client, http), client, now)
    if rules.problem is not None:
        return None if source.official else Refusal(url=url, reason=rules.problem)
    if not may_read(rules.text, http.user_agent, url):
        return Refusal(url=url, reason="the robots.txt of its site forbids reading it", permanent=True)
    return reserved(url, source, client, http, now)


def reserved(url: str, source: Source, client: Client, http: HttpSettings, now: datetime) -> Refusal | None:
    """Return why an address of a newspaper may not be mined for text, None when it may. Authorities are not asked."""
    if source.official:
        return None
    rules = rules_of(url, RESERVATIONS, _getter(source, client, http), client, now)
    if rules.problem is not None:
        return Refusal(url=url, reason=rules.problem)
    if is_reserved_at(rules.text, url):
        return Refusal(url=url, reason="the newspaper reserves text and data mining", permanent=True)
    return None


def _getter(source: Source, client: Client, http: HttpSettings) -> Get:
    def get(address: str) -> Answer | Refusal:
        return transfer(address, {}, client, http, source.allow_private and http.allow_private)

    return get


def rules_of(url: str, place: str, get: Get, client: Client, now: datetime) -> Rules:
    """Return what the host of an address says at `place`, asked for at most once a day."""
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc}{place}"
    with _turn:
        kept = _known.setdefault(client, {}).get(address)
    if kept is not None and now - kept.asked_at < (KEPT if kept.problem is None else RETRIED):
        return kept
    rules = _asked(get(address), place.rsplit("/", 1)[-1], now)
    with _turn:
        _known.setdefault(client, {})[address] = rules
    return rules


def _asked(answer: Answer | Refusal, name: str, now: datetime) -> Rules:
    if isinstance(answer, Refusal):
        return Rules(now, problem=f"no answer about {name}: {answer.reason}")
    if answer.status in (200, 203):
        return Rules(now, answer.body[:MAX_ROBOTS].decode("utf-8", "replace"))
    if 400 <= answer.status < 500 and answer.status != 429:
        return Rules(now)  # RFC 9309, 2.3.1.3: rules that are not there forbid nothing
    # RFC 9309, 2.3.1.4: as long as the rules cannot be had, everything is forbidden.
    return Rules(now, problem=f"no answer about {name}: HTTP {answer.status}")
