"""kill -9 during saving, publishing and migrating: what was said to be done is there, and every file is whole."""

import pytest

from benchmarks.crashes import STAGES, run


@pytest.mark.slow
def test_nothing_acknowledged_is_lost() -> None:
    met = run(15, print)
    assert {kill.stage for kill in met} == set(STAGES)
    assert [problem for kill in met for problem in kill.problems] == []
