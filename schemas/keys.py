"""The words under which an event is found again among a million others: numbers, addresses, parties by month, deals."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any

from schemas.event import Event
from schemas.finding import Amount
from schemas.words import Action, Instrument, Role

CLOSE = timedelta(days=28)
"""What lies no farther from a moment is in its month, the one before or the one after, whatever the day."""

_OF_A_MONTH = ("party|", "conduct|")

DEAL_ACTIONS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
"""Steps that are taken towards deals only."""

REVIEWED_ACTIONS = frozenset(
    {
        Action.INSPECTION,
        Action.INTERIM_MEASURES,
        Action.COMMITMENTS,
        Action.DECISION,
        Action.DESIGNATION,
        Action.CLEARED,
        Action.PROHIBITED,
        Action.LITIGATION,
        Action.RULING,
    }
)
"""Steps a court may be asked to review, and what comes of that."""

NUMBER_MARK = "number:"
"""The mark of a case number that stands in a document's address."""

WORDS_MARK = "words:"
"""The mark of a document's telling words: no event is looked up by it."""

BODY_MARK = "body:"
"""The mark of an authority that the text of a court's step names: no event is looked up by it."""

ASIDE_MARK = "aside:"
"""The mark of a document that tells of another matter beside its own: no event is looked up by it."""

COURT_ACTIONS = frozenset({Action.LITIGATION, Action.RULING})
"""Steps before a court."""

SUM_MARK = "sum:"
"""The mark of a sum that an authority printed and took back: no event is looked up by it."""

CALLED_MARK = "called:"
"""The mark of two names that a text ties to one firm, its target's first."""

RUNNING_MARK = "running:"
"""The mark of a step that is only told as one that already runs: kept until somebody tells how it began."""

FIRST_ACTIONS = frozenset(
    {
        Action.COMPLAINT,
        Action.INQUIRY,
        Action.INSPECTION,
        Action.OPENED,
        Action.INTERIM_MEASURES,
        Action.LITIGATION,
    }
)
"""Steps with which a case is first heard of."""

_TOKEN_OF_NAME = re.compile(r"\w+")
_TELLING = 5
"""Letters from which on the first word of a name tells a firm from others."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_MOST_PAIRS = 6


def number_key(number: str) -> str:
    """Fold a case number: "AT.40099", "AT 40099" and "at40099" are one, "B6-22/16" and "B6-221/6" are two.

    Leading zeros do not count: "PRC/2025/07" is "PRC/2025/7".
    """
    return ".".join(token.lstrip("0") or "0" for token in _TOKEN.findall(number.lower()))


@lru_cache(maxsize=1 << 12)
def firm_key(name: str) -> str:
    """Return the beginning of a firm's name, which its subsidiaries mostly share: "openai" of "OpenAI Ireland Ltd"."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = _TOKEN_OF_NAME.findall(plain.lower()) or [name]
    return words[0] if len(words[0]) >= _TELLING else " ".join(words[:2])


def happened_at(event: Event) -> datetime:
    """Return when the step was taken: the printed date at midnight UTC, else its publication, else its first sight."""
    if event.step_date is not None:
        return datetime.combine(event.step_date, time(), UTC)
    return event.published or event.first_seen


def told_order(event: Event) -> tuple[Any, ...]:
    """Return what puts events in the order in which they were told, the same in every run.

    Ids are drawn by chance: of what was saved at one moment, the document and its sentence decide. A step that is not
    saved yet, whose id is empty, comes first.
    """
    sentence = (event.document, event.evidence.start)
    return (event.id != "", event.first_seen, *sentence, event.action.value, event.authority, event.id)


def world_order(event: Event) -> tuple[Any, ...]:
    """Return what puts events in the order of the world, those of one moment as they were told."""
    return (happened_at(event), *told_order(event))


def jurisdiction(authority: str) -> str:
    """Return where an authority acts, as its id begins: "eu" of "eu-ec"; a body without an id is one of its own."""
    return authority if authority.startswith("other:") else authority.split("-")[0]


def lookup_keys(event: Event) -> frozenset[str]:
    """Return the keys under which a later document finds the event."""
    moments = {happened_at(event), event.published or event.first_seen}
    parties = {firm_key(party.name) for party in event.parties if party.role is Role.TARGET}
    keys = {*number_keys(event.case_numbers), *mark_keys(event.marks), case_key(event.case)}
    named = parties | called_keys(event.marks)
    keys |= {party_month(event.authority, party, moment) for party in named for moment in moments}
    if is_deal(event.instrument, event.action):
        keys |= set(deal_keys(parties))
    if event.action in REVIEWED_ACTIONS:
        places = (event.authority, "")
        keys |= {reviewed_key(body, party, at.year) for body in places for party in named for at in moments}
    if event.action in FIRST_ACTIONS:
        keys |= {conduct_key(party, event.instrument, moment) for party in parties for moment in moments}
    return frozenset(keys)


def case_key(case: str) -> str:
    """Return the key of all steps of a case."""
    return f"case|{case}"


def number_keys(numbers: Iterable[str]) -> Iterator[str]:
    """Yield the keys of case numbers."""
    return (f"number|{number_key(number)}" for number in numbers)


def mark_keys(marks: Iterable[str]) -> Iterator[str]:
    """Yield the keys of what documents' addresses say."""
    no_keys = (WORDS_MARK, ASIDE_MARK, BODY_MARK, SUM_MARK, CALLED_MARK, RUNNING_MARK)
    return (f"mark|{mark}" for mark in marks if not mark.startswith(no_keys))


def sum_mark(amount: Amount) -> str:
    """Return the mark of a sum that does not hold any more."""
    return f"{SUM_MARK}{amount.currency} {amount.value:.15g}"


def called_names(marks: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of names that a text ties to one firm."""
    pairs = (mark.removeprefix(CALLED_MARK).partition("=") for mark in marks if mark.startswith(CALLED_MARK))
    return tuple((one, other) for one, _, other in pairs)


def called_keys(marks: Iterable[str]) -> set[str]:
    """Return the `firm_key` of all names that a text ties to a firm of its own."""
    return {firm_key(name) for pair in called_names(marks) for name in pair}


def party_month(authority: str, firm: str, moment: datetime) -> str:
    """Return the key of an authority's steps towards a firm (by its `firm_key`) in the month of a moment."""
    return f"party|{authority.casefold().strip()}|{firm}|{_month(moment)}"


def is_deal(instrument: Instrument, action: Action) -> bool:
    """Return whether a step is one towards a deal."""
    return instrument is Instrument.MERGER or action in DEAL_ACTIONS


def deal_keys(firms: Iterable[str]) -> list[str]:
    """Return the keys of a deal between firms (by their `firm_key`), whichever authority looks into it."""
    return [f"deal|{one}|{other}" for one, other in list(combinations(sorted(set(firms)), 2))[:_MOST_PAIRS]]


def reviewed_key(authority: str, firm: str, year: int) -> str:
    """Return the key of a jurisdiction's steps towards a firm in a year that a court may review.

    Without an authority: of any jurisdiction's, for a court nobody knows the jurisdiction of.
    """
    return f"reviewed|{jurisdiction(authority)}|{firm}|{year}"


def conduct_key(firm: str, instrument: Instrument, moment: datetime) -> str:
    """Return the key of all authorities' first steps towards a firm under one law in the month of a moment."""
    return f"conduct|{firm}|{instrument.value}|{_month(moment)}"


def near_keys(keys: Iterable[str], moment: datetime) -> tuple[str, ...]:
    """Return the keys but those of a month that is neither a moment's own nor beside it.

    Whatever lies within CLOSE of the moment and is held under any of the keys is held under one of these.
    """
    months = {_month(moment.replace(day=15) + timedelta(days=30.44 * n)) for n in (-1, 0, 1)}
    return tuple(key for key in keys if not key.startswith(_OF_A_MONTH) or key[-7:] in months)


def _month(moment: datetime) -> str:
    # A third of the time that strftime takes; a finding has a hundred keys.
    return f"{moment.year}-{moment.month:02}"
