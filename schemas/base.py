"""What every model shares: frozen, closed, and with times in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints


def _to_utc(value: datetime) -> datetime:
    # DuckDB keeps microseconds in UTC; another offset would not survive the round trip.
    return value.astimezone(UTC)


UtcDatetime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A time with a zone, kept in UTC. A naive time is refused."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""A declared id: lower case letters, digits, hyphen and underscore."""


class Model(BaseModel):
    """Base of all nouns: values, not things that change."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
