"""The clock of a benchmark that lives through written or recorded days."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Stands where it is put; each look at it is a millisecond later, so that order is kept."""

    def __init__(self) -> None:
        self.now = datetime(2025, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def put(self, moment: datetime) -> None:
        self.now = max(moment, self.now)

    def skip(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
