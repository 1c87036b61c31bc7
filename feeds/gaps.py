"""Endpoints that are known and not polled, with the reason why. Data in gaps.toml."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from schemas.base import Model, Slug
from schemas.errors import DataFileError

GAPS = Path(__file__).with_name("gaps.toml")


class Gap(Model):
    """An endpoint that is not polled. `used`: it is asked for single documents instead."""

    id: Slug
    authority: str
    url: str
    reason: str
    used: bool = False


def load_gaps(path: Path = GAPS) -> tuple[Gap, ...]:
    """Return the gaps in the order of the file. Raises DataFileError when the file breaks its form."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return tuple(Gap.model_validate(entry) for entry in table["gap"])
    except (OSError, KeyError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataFileError(path, None, str(error)) from error
