"""When two sums are one."""

import pytest

from cases.sums import is_one_sum


@pytest.mark.parametrize(
    ("trap", "one", "other", "expected"),
    [
        ("equal", 14e6, 14e6, True),
        ("rounded to two digits", 3_112_000, 3.1e6, True),
        ("rounded up", 21_498_000, 21.5e6, True),
        ("one digit tells nothing", 4_112_000, 4e6, False),
        ("two fines that are near", 3_112_000, 3.2e6, False),
        ("not printed", None, 3.1e6, False),
    ],
)
def test_one_sum(trap: str, one: float | None, other: float | None, expected: bool) -> None:
    assert is_one_sum(one, other) is is_one_sum(other, one) is expected, trap
