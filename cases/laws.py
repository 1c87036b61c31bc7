"""When two instruments say that two steps are under two laws."""

from schemas.event import Event
from schemas.words import Instrument, Standing

VAGUE = frozenset({Instrument.UNKNOWN, Instrument.OTHER})
"""What says nothing of the law."""

_COMPETITION_LAW = frozenset({Instrument.ANTITRUST, Instrument.MERGER, Instrument.DMA})


def laws_conflict(one: Instrument, other: Instrument, *, both_own: bool) -> bool:
    """Two laws, two steps; but press writes "antitrust" of mergers and gatekeepers, too."""
    laws = {one, other}
    if len(laws) == 1 or laws & VAGUE:
        return False
    press_word = Instrument.ANTITRUST in laws and laws <= _COMPETITION_LAW
    return both_own or not press_word


def are_two_laws(one: Event, other: Event) -> bool:
    """Return whether two steps are under two laws: only a newspaper's "antitrust" may be another competition law."""
    vague = [event for event in (one, other) if event.instrument is Instrument.ANTITRUST]
    both_own = not any(event.standing is not Standing.CONFIRMED for event in vague)
    return laws_conflict(one.instrument, other.instrument, both_own=both_own)
