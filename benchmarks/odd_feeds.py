"""Reads a folder of odd and broken feeds with `casewatch sources parse`, from outside, beside feedparser alone.

python -m benchmarks.odd_feeds FOLDER --json
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PARSE = (sys.executable, "-c", "from casewatch.main import main; main()", "sources", "parse", "--json")
PLAIN = (sys.executable, "-m", "benchmarks.odd_feeds", "--plain")
AT_ONCE = 400
"""Files a process reads: more would not fit on a command line."""


class Figures(NamedTuple):
    """What came of a folder. `lost`: files of which casewatch keeps fewer entries than feedparser yields."""

    files: int
    answered: int
    crashes: int
    entries: int
    lost: tuple[str, ...]
    slowest_seconds: float
    peak_memory_mb: int


def measured(folder: Path) -> Figures:
    """Return the figures of all files below a folder. Each parser runs in processes of its own."""
    files = sorted(str(file) for file in folder.rglob("*") if file.is_file())
    crashes, slowest, counts = 0, 0.0, dict[str, int]()
    for part in _parts(files):
        code, answers, longest = _run((*PARSE, *part))
        counts |= {answer["file"]: answer["count"] for answer in answers}
        crashes += code != 0
        slowest = max(slowest, longest)
    # Before the other parser is run: the largest of all children that ended.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    wanted = [answer for part in _parts(files) for answer in _run((*PLAIN, *part))[1]]
    lost = tuple(answer["file"] for answer in wanted if counts.get(answer["file"], 0) < answer["count"])
    return Figures(len(files), len(counts), crashes, sum(counts.values()), lost, round(slowest, 2), memory)


def _parts(files: Sequence[str]) -> Iterator[Sequence[str]]:
    return (files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE))


def _run(command: Sequence[str]) -> tuple[int, list[Any], float]:
    """Return the exit code, the lines of JSON, and the longest wait for one of them but the first."""
    answers, longest, last = [], 0.0, None
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for line in process.stdout or ():
            now = time.monotonic()
            longest = max(longest, now - last if last is not None else 0.0)
            answers.append(json.loads(line))
            last = now
    return process.returncode, answers, longest


def plain(files: Sequence[str]) -> None:
    """Print how many entries feedparser alone yields of each file."""
    import feedparser

    for file in files:
        try:
            count = len(feedparser.parse(io.BytesIO(Path(file).read_bytes())).entries)
        except (LookupError, RuntimeError, ValueError):  # it raises for names of encodings that are none
            count = 0
        print(json.dumps({"file": file, "count": count}), flush=True)


def main() -> None:
    """Measure a folder, or be the process that runs feedparser alone."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("paths", nargs="+", metavar="FOLDER")
    ask.add_argument("--plain", action="store_true", help=argparse.SUPPRESS)
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    if given.plain:
        return plain(given.paths)
    figures = measured(Path(given.paths[0]))
    print(json.dumps(figures._asdict()) if given.json else figures)
    return None


if __name__ == "__main__":
    main()
