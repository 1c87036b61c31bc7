"""When an authority corrects what it said: the later words are what holds."""

import re
from functools import cache
from pathlib import Path

from schemas.base import Model
from schemas.data_files import compiled, read_file
from schemas.event import StoredFinding

CORRECTIONS = Path(__file__).parent / "corrections.toml"


class Corrections(Model):
    """The form of corrections.toml."""

    begins: tuple[str, ...]


def is_correction(finding: StoredFinding) -> bool:
    """Return whether the headline of a finding's document says that it corrects an earlier one."""
    return _begins().match(finding.document_title.strip()) is not None


@cache
def _begins() -> re.Pattern[str]:
    return compiled("|".join(read_file(Corrections, CORRECTIONS).begins), CORRECTIONS, re.IGNORECASE)
