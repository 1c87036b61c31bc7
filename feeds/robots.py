"""Asks the robots.txt of a host once a day, and says whether a page may be read (RFC 9309).

Pages are asked for; feeds and services that are published for programs are not. What a client learnt of a host is kept
with the client, for all threads that share it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from feeds.client import Client
from feeds.limits import MAX_ROBOTS
from feeds.permission import may_read
from feeds.transfer import Answer, Refusal, transfer
from schemas.settings import HttpSettings
from schemas.source import Source

KEPT = timedelta(hours=24)
"""How long rules hold without being asked for again (RFC 9309, 2.4)."""

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


class Forbidden(NamedTuple):
    """Why a page may not be read. `permanent`: its host's rules say so; else they could not be had."""

    reason: str
    permanent: bool


def forbidden(url: str, source: Source, client: Client, http: HttpSettings, now: datetime) -> Forbidden | None:
    """Return why a page of a source may not be read: its host's rules forbid it, or cannot be had; None when it may.

    What an authority publishes may be read while its rules cannot be had: a broken robots.txt must not blind the
    watch of it. `now` is UTC.
    """

    def get(address: str) -> Answer | Refusal:
        return transfer(address, {}, client, http, source.allow_private and http.allow_private)

    rules = rules_of(url, get, client, now)
    if rules.problem is not None:
        return None if source.official else Forbidden(rules.problem, permanent=False)
    if may_read(rules.text, http.user_agent, url):
        return None
    return Forbidden("the robots.txt of its site forbids reading it", permanent=True)


def rules_of(url: str, get: Get, client: Client, now: datetime) -> Rules:
    """Return the rules of the host of an address, asked for at most once a day."""
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}"
    with _turn:
        kept = _known.setdefault(client, {}).get(host)
    if kept is not None and now - kept.asked_at < (KEPT if kept.problem is None else RETRIED):
        return kept
    rules = _asked(get(f"{host}/robots.txt"), now)
    with _turn:
        _known.setdefault(client, {})[host] = rules
    return rules


def _asked(answer: Answer | Refusal, now: datetime) -> Rules:
    if isinstance(answer, Refusal):
        return Rules(now, problem=f"no answer about robots.txt: {answer.reason}")
    if answer.status in (200, 203):
        return Rules(now, answer.body[:MAX_ROBOTS].decode("utf-8", "replace"))
    if 400 <= answer.status < 500 and answer.status != 429:
        return Rules(now)  # RFC 9309, 2.3.1.3: rules that are not there forbid nothing
    # RFC 9309, 2.3.1.4: as long as the rules cannot be had, everything is forbidden.
    return Rules(now, problem=f"no answer about robots.txt: HTTP {answer.status}")
