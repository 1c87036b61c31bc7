"""Ids: nobody has used one before, and what is made at one time stands together."""

from datetime import UTC, datetime, timedelta

from flows.opening import new_id

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_what_is_made_later_comes_later() -> None:
    moments = [NOW + timedelta(seconds=n) for n in (0, 1, 3600, 86_400 * 366)]
    ids = [new_id("ev", lambda moment=moment: moment) for moment in moments]
    assert ids == sorted(ids)


def test_what_is_made_at_one_moment_stands_together_and_is_told_apart() -> None:
    ids = {new_id("ev", lambda: NOW) for _ in range(10_000)}
    assert len(ids) == 10_000
    assert {name[: len("ev_") + 8] for name in ids} == {f"ev_{int(NOW.timestamp()):08x}"}
