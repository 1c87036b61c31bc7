"""What an event says of several accounts of one step."""

import pytest

from cases.deciding import supported_event
from tests.samples import event, stored_finding

RUNS, BEGINS = ("running:",), ()


@pytest.mark.parametrize(
    ("first", "then", "marks"),
    [
        pytest.param(RUNS, RUNS, RUNS, id="nobody tells how it began"),
        pytest.param(RUNS, BEGINS, (), id="the second tells its beginning"),
        pytest.param(BEGINS, RUNS, (), id="the first has told its beginning"),
    ],
)
def test_a_matter_only_runs_until_somebody_tells_its_beginning(
    first: tuple[str, ...], then: tuple[str, ...], marks: tuple[str, ...]
) -> None:
    assert supported_event(event(marks=first), stored_finding(marks=then)).marks == marks
