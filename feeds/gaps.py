"""Endpoints that are known and not polled, with the reason why. Data in gaps.toml."""

from pathlib import Path

from schemas.base import Model, Slug
from schemas.data_files import read_entries

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
    return read_entries(Gap, "gap", path)
