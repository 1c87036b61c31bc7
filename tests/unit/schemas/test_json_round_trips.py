"""Every noun survives JSON; times are aware and in UTC; values do not change."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.base import Model
from schemas.source import FeedState
from tests import strategies

NOUNS = {
    "document": strategies.documents(),
    "document version": strategies.document_versions,
    "finding": strategies.findings,
    "stored finding": strategies.stored_findings,
    "reading": strategies.readings,
    "event": strategies.events,
    "event finding": strategies.event_findings,
    "case": strategies.cases,
    "alert": strategies.alerts,
    "feed state": strategies.feed_states,
    "failure": strategies.failures,
    "run report": strategies.run_reports,
}


@pytest.mark.parametrize("noun", NOUNS)
def test_json_round_trip_is_the_identity(noun: str) -> None:
    @settings(max_examples=30)
    @given(value=NOUNS[noun])
    def is_identity(value: Model) -> None:
        assert type(value).model_validate_json(value.model_dump_json()) == value

    is_identity()


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1)), st.integers(-14, 14))
def test_any_aware_time_is_kept_in_utc(moment: datetime, hours: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    kept = FeedState(source="a", last_poll=aware).last_poll
    assert kept == aware
    assert kept is not None
    assert kept.tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        FeedState(source="a", last_poll=datetime(2026, 11, 19))


def test_a_value_does_not_change() -> None:
    state = FeedState(source="a")
    with pytest.raises(ValidationError, match="frozen"):
        state.etag = "b"  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        FeedState.model_validate({"source": "a", "etga": "b"})
