"""The pause between two requests to one host, with a clock that stands still unless someone sleeps."""

import httpx
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


def slept(urls: list[str], pause: float = 1.0) -> list[float]:
    clock = Clock()
    pace = Pace(pause, clock, clock.sleep)
    for url in urls:
        pace(httpx.Request("GET", url))
    return clock.slept


@pytest.mark.parametrize(
    ("urls", "waits", "why"),
    [
        (["https://a.example/1"], [], "the first one does not wait"),
        (["https://a.example/1", "https://a.example/2", "https://a.example/3"], [1.0, 2.0], "turns queue up"),
        (["https://a.example/1", "https://b.example/1"], [], "another host"),
        (["http://127.0.0.1:1/", "http://127.0.0.1:1/", "http://localhost/", "http://localhost/"], [], "loopback"),
        (["http://[::1]/", "http://[::1]/"], [], "loopback, IPv6"),
    ],
)
def test_turns(urls: list[str], waits: list[float], why: str) -> None:
    assert slept(urls) == waits, why


def test_no_pause_is_no_pause() -> None:
    assert slept(["https://a.example/1"] * 3, pause=0) == []


def test_a_host_left_alone_is_asked_at_once() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    pace(httpx.Request("GET", "https://a.example/"))
    clock.now += 5
    pace(httpx.Request("GET", "https://a.example/"))
    assert clock.slept == []
