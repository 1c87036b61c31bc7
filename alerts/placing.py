"""Where a message stands: one thread a case and channel, and a first message that says how the case stands. Pure."""

from collections.abc import Sequence

from alerts import blocks
from alerts.blocks import Block
from schemas.alert import Alert, Message
from schemas.event import Case, Event
from schemas.words import AlertKind, AlertState, Placement

STATE = "casewatch_state"
"""The block that says how the case stands, by its id."""

_NEVER_TOLD = (AlertState.DIGESTED, AlertState.WITHDRAWN)
_BESIDE = (AlertKind.CORRECTION, AlertKind.REMINDER, AlertKind.EXPOSURE)


def opens_thread(channel: str, told: Sequence[Alert]) -> Alert | None:
    """Return the alert that opened the case's thread in a channel, of all alerts of the case, oldest first."""
    return next((alert for alert in _in_thread(channel, told) if alert.state is not AlertState.HELD), None)


def placement(kind: AlertKind, channel: str, told: Sequence[Alert], *, changes_state: bool) -> Placement:
    """Return where a message goes. Only what changes the state of a case is shown to the whole channel again."""
    if not _in_thread(channel, told):
        return Placement.TOP
    return Placement.BROADCAST if changes_state and kind not in _BESIDE else Placement.REPLY


def changes_state(kind: AlertKind, case: Case, event: Event) -> bool:
    """Return whether this is the case's latest step: told for the first time, confirmed, or contradicted."""
    return kind not in _BESIDE and case.state is event.action


def state_line(case: Case, event: Event) -> str:
    """Return how a case stands after a step."""
    moment = event.step_date or (event.published or event.first_seen).date()
    return f"State of the case: {case.state.value.replace('_', ' ')} ({event.standing.value}), {moment:%Y-%m-%d}"


def state_block(line: str) -> Block | None:
    """Return the small print that says how the case stands."""
    block = blocks.context([line])
    return {**block, "block_id": STATE} if block else None


def with_state(message: Message, line: str) -> Message:
    """Return a thread's first message as it reads once the case stands so: nothing else of it changes."""
    kept = [block for block in message.block_list() if block.get("block_id") != STATE]
    changed = blocks.message("", [*kept[:1], state_block(line), *kept[1:]])
    return message.model_copy(update={"blocks": changed.blocks})


def _in_thread(channel: str, told: Sequence[Alert]) -> list[Alert]:
    return [a for a in told if a.channel == channel and a.thread == a.case and a.state not in _NEVER_TOLD]
