"""When an authority corrects what it said: the later words are what holds."""

import re
import tomllib
from functools import cache
from pathlib import Path

from schemas.event import StoredFinding

CORRECTIONS = Path(__file__).parent / "corrections.toml"


def is_correction(finding: StoredFinding) -> bool:
    """Return whether the headline of a finding's document says that it corrects an earlier one."""
    return _begins().match(finding.document_title.strip()) is not None


@cache
def _begins() -> re.Pattern[str]:
    return re.compile("|".join(tomllib.loads(CORRECTIONS.read_text("utf-8"))["begins"]), re.IGNORECASE)
