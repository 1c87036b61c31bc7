"""What a reader says of an alert."""

from enum import StrEnum

from schemas.base import Model, UtcDatetime


class Verdict(StrEnum):
    """Right, or in what it is wrong, or no news."""

    RELEVANT = "relevant"
    WRONG_COMPANY = "wrong-company"
    WRONG_STEP = "wrong-step"
    KNOWN = "known"


class Feedback(Model):
    """One reader's verdict on one alert. Rows are only added: the last one about an alert counts."""

    id: str
    alert: str
    event: str | None = None
    verdict: Verdict
    given_by: str
    given_at: UtcDatetime
    note: str = ""
