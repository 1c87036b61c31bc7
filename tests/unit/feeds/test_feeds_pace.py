"""The turns of a host, with a clock that stands still unless someone sleeps."""

import threading

import pytest

from feeds.pace import Pace


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


LONG = 1e9
"""A deadline that never comes."""


def slept(hosts: list[str], pause: float = 1.0) -> list[float]:
    clock = Clock()
    pace = Pace(pause, 2, clock, clock.sleep)
    for host in hosts:
        with pace.turn(host, LONG):
            pass
    return clock.slept


@pytest.mark.parametrize(
    ("hosts", "waits", "why"),
    [
        (["a.example"], [], "the first one does not wait"),
        (["a.example", "a.example", "a.example"], [1.0, 2.0], "turns queue up"),
        (["a.example", "b.example"], [], "another host"),
        (["127.0.0.1", "127.0.0.1", "localhost", "localhost"], [], "loopback"),
        (["::1", "::1"], [], "loopback, IPv6"),
    ],
)
def test_turns(hosts: list[str], waits: list[float], why: str) -> None:
    assert slept(hosts) == waits, why


def test_no_pause_is_no_pause() -> None:
    assert slept(["a.example"] * 3, pause=0) == []


def test_a_host_left_alone_is_asked_at_once() -> None:
    clock = Clock()
    pace = Pace(1.0, 2, clock, clock.sleep)
    with pace.turn("a.example", LONG):
        clock.now += 5
    with pace.turn("a.example", LONG):
        assert clock.slept == []


def test_a_host_is_asked_by_two_at_once_and_another_beside_them() -> None:
    clock = Clock()
    pace = Pace(0, 2, clock, clock.sleep)
    with pace.turn("a.example", LONG), pace.turn("a.example", LONG):
        with pytest.raises(TimeoutError, match=r"a\.example was busy"), pace.turn("a.example", clock.now):
            raise AssertionError("a third request at the same time")
        with pace.turn("b.example", clock.now), pace.turn("localhost", clock.now), pace.turn("localhost", clock.now):
            pass
    with pace.turn("a.example", clock.now):
        pass  # a place is free again


def test_a_request_that_fails_gives_its_place_back() -> None:
    pace = Pace(0, 1)
    with pytest.raises(OSError, match="broke"), pace.turn("a.example", LONG):
        raise OSError("the connection broke")
    with pace.turn("a.example", 0):
        pass


def test_who_waits_gets_the_place_that_comes_free() -> None:
    pace = Pace(0, 1)
    had = threading.Event()

    def wait_for_it() -> None:
        with pace.turn("a.example", LONG):
            had.set()

    with pace.turn("a.example", LONG):
        waiting = threading.Thread(target=wait_for_it)
        waiting.start()
        assert not had.is_set()
    waiting.join(10)
    assert had.is_set()
