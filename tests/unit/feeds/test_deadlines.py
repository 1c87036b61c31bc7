"""What is late is ended, what was in time is left alone, and no thread outlives its work."""

import threading
import time

from feeds.deadlines import Deadlines


def test_what_is_late_is_ended_and_what_was_released_is_not() -> None:
    ended, both = [], threading.Event()
    deadlines = Deadlines()
    far = deadlines.register(time.monotonic() + 3600, lambda: ended.append("far"))
    kept = deadlines.register(time.monotonic() + 0.02, lambda: ended.append("released"))
    deadlines.release(kept)
    deadlines.register(time.monotonic() + 0.01, lambda: ended.append("late"))
    # A deadline nearer than the one that is waited for wakes the watcher.
    deadlines.register(time.monotonic() + 0.05, both.set)
    assert both.wait(10)
    assert ended == ["late"]
    deadlines.release(far)


def test_a_deadline_that_has_passed_is_due_at_once() -> None:
    done = threading.Event()
    Deadlines().register(time.monotonic() - 1, done.set)
    assert done.wait(10)


def test_releasing_twice_or_too_late_is_no_error() -> None:
    done = threading.Event()
    deadlines = Deadlines()
    number = deadlines.register(time.monotonic() - 1, done.set)
    assert done.wait(10)
    deadlines.release(number)
    deadlines.release(number)
