"""Where a proceeding stands: its latest step, but for those that never take a case back."""

from collections.abc import Sequence

from schemas.event import Event
from schemas.keys import happened_at, is_deal, world_order
from schemas.words import Action, Instrument

_ON_THE_SIDE = (Action.COMPLAINT, Action.OTHER, Action.INQUIRY, Action.INSPECTION)
"""Steps that stand beside the proceeding once it is open: another complaint does not undo an objection."""

ENDS = (Action.CLOSED, Action.CLEARED, Action.PROHIBITED, Action.SETTLED, Action.DECISION)
"""Where a proceeding is over, but for a court."""

CONCLUSIONS = (Action.COMMITMENTS, Action.CLOSED, Action.SETTLED, Action.DECISION)
"""With these an open proceeding that is none of a merger mostly ends."""

_BEGUN = (Action.COMPLAINT, Action.INSPECTION, Action.OPENED, Action.OBJECTIONS)

_FIRST = (Action.OTHER, Action.COMPLAINT, Action.INQUIRY, Action.INSPECTION)
_LAST = (Action.LITIGATION, Action.RULING)
_LADDERS: dict[Instrument, tuple[Action, ...]] = {
    Instrument.MERGER: (
        Action.NOTIFIED,
        Action.OPENED,
        Action.OBJECTIONS,
        Action.COMMITMENTS,
        Action.INTERIM_MEASURES,
        Action.CLOSED,
        Action.CLEARED,
        Action.PROHIBITED,
        Action.DECISION,
        Action.SETTLED,
        Action.DESIGNATION,
    ),
}
_LADDER = (
    Action.NOTIFIED,
    Action.OPENED,
    Action.DESIGNATION,
    Action.INTERIM_MEASURES,
    Action.OBJECTIONS,
    Action.COMMITMENTS,
    Action.CLEARED,
    Action.PROHIBITED,
    Action.CLOSED,
    Action.SETTLED,
    Action.DECISION,
)


def present_state(instrument: Instrument, steps: Sequence[Event]) -> Action:
    """Return where a case stands. Steps may be missing, come back, or be told in any order.

    The latest day counts, and of one day the step that is further on the instrument's ladder. A complaint, an inquiry,
    an inspection or another step says nothing once the proceeding is further.
    """
    ladder = ladder_of(instrument)
    moving = [step for step in steps if step.action not in _ON_THE_SIDE] or list(steps)
    return max(moving, key=lambda step: (happened_at(step).date(), ladder.index(step.action))).action


def ladder_of(instrument: Instrument) -> tuple[Action, ...]:
    """Return all actions in the order in which a proceeding under this law mostly takes them."""
    return (*_FIRST, *_LADDERS.get(instrument, _LADDER), *_LAST)


def in_order(event: Event, other: Event) -> tuple[Event, Event]:
    """Return two steps, the earlier one first."""
    earlier, later = sorted((event, other), key=world_order)
    return earlier, later


def concludes(event: Event, other: Event) -> bool:
    """Return whether the later of two steps charges or ends what the earlier one shows begun; never one of a deal."""
    earlier, later = in_order(event, other)
    begun = earlier.action in _BEGUN and later.action in (Action.OBJECTIONS, *CONCLUSIONS)
    sued = earlier.action is Action.LITIGATION and later.action in (Action.SETTLED, Action.CLOSED)
    return (begun or sued) and not is_deal(later.instrument, later.action)


def leads_on(event: Event, other: Event) -> bool:
    """Return whether the later of two steps is further on the ladder of its law."""
    earlier, later = in_order(event, other)
    return is_further(later, earlier)


def is_further(event: Event, other: Event) -> bool:
    """Return whether a step is further on the ladder of its law than another one."""
    ladder = ladder_of(event.instrument)
    return ladder.index(event.action) > ladder.index(other.action)
