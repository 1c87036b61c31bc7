"""What a host says of when to ask it again: waited for when it is short, and never asked in between."""

from collections.abc import Callable
from typing import TypeVar

from schemas.source import Failure

TRIES = 3
"""How often one question is put off before it is given up for this time."""

LONGEST_WAIT = 300.0
"""Seconds that are waited for; longer ones are left to a later run."""

UNSAID = 60.0
"""Seconds to wait when a host says that it is asked too often (429), but not for how long."""

Answer = TypeVar("Answer")


def patiently(ask: Callable[[], Answer | Failure], sleep: Callable[[float], None]) -> Answer | Failure:
    """Return what a question gives, asked again after the wait its host asks for (RFC 9110, 10.2.3)."""
    for _ in range(TRIES):
        answer = ask()
        wait = wished_wait(answer) if isinstance(answer, Failure) else None
        if wait is None or wait > LONGEST_WAIT:
            return answer
        sleep(wait)
    return ask()


def wished_wait(failure: Failure) -> float | None:
    """Return the seconds a host wants to be left alone, None when it does not say so."""
    if failure.retry_after_seconds is not None:
        return failure.retry_after_seconds
    return UNSAID if failure.status == 429 else None
