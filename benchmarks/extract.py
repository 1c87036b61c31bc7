"""Measures how fast the whole `extract` reads a file, and in how much memory, beside an ordinary spaCy pipeline.

    python -m benchmarks.extract FILE.jsonl --json
    python -m benchmarks.extract FILE.jsonl --repeat-to 20000
    python -m benchmarks.extract FILE.jsonl --processes 2

    python -m benchmarks.extract FILE.jsonl --repeat-to 10000 --new-words 0.05

Loading is not counted. `words` are those between blanks of titles and texts. On a machine that has other work the
figures by the processor's seconds (`cpu`) say more than those by the clock.
"""

import argparse
import gc
import json
import os
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Any

# The matrices are too small to share among cores; it has to be said before numpy is there.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.plain_spacy import plain_pipeline
from extractors.collecting import collect_seldom
from extractors.contract import read_lines
from extractors.pipeline import BATCH, Reader, load_reader
from knowledge.load import load_catalogue

_reader: list[Reader] = []


def main() -> None:
    """Measure as the command line asks, and print the figures."""
    arguments = _arguments()
    lines = [line for line in arguments.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    figures = measure(
        lines, arguments.repeat_to, arguments.processes, not arguments.no_plain, new_words=arguments.new_words
    )
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value:,.1f}" if isinstance(value, float) else f"{name:32} {value:,}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="JSONL, one document a line")
    parser.add_argument("--repeat-to", type=int, default=0, help="read the file again until so many documents are read")
    parser.add_argument("--processes", type=int, default=1, help="also read it in so many processes")
    parser.add_argument("--new-words", type=float, default=0.0, help="this share of words is never met twice")
    parser.add_argument("--no-plain", action="store_true", help="leave out the ordinary spaCy pipeline")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(
    lines: Sequence[str], repeat_to: int, processes: int, plain: bool, new_words: float = 0.0
) -> dict[str, float | int]:
    """Return the figures: seconds, words a second, memory in MB, and the comparisons asked for."""
    started = time.perf_counter()
    reader = _load()
    loaded = time.perf_counter() - started
    _read(reader, lines)  # expressions are compiled and names met once, as in any process that goes on
    wanted = list(islice(cycle(lines), repeat_to or len(lines)))
    if new_words:
        wanted = list(_with_new_words(wanted, new_words))
    words = sum(_words(line) for line in wanted)
    tenth = max(1, len(wanted) // 10)
    worked = time.process_time()
    first_seconds, first_memory = _timed(reader, wanted[:tenth])
    rest_seconds, last_memory = _timed(reader, wanted[tenth:])
    worked = time.process_time() - worked
    seconds = first_seconds + rest_seconds
    figures: dict[str, float | int] = {
        "documents": len(wanted),
        "words": words,
        "load_seconds": round(loaded, 2),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(worked, 2),
        "words_per_second": round(words / seconds),
        "words_per_cpu_second": round(words / worked),
        "documents_per_second": round(len(wanted) / seconds, 1),
        "rss_mb_after_first_tenth": first_memory,
        "rss_mb": last_memory,
    }
    if plain:
        plain_seconds, plain_worked = _plain_seconds(lines)
        once = sum(map(_words, lines))
        figures["plain_spacy_words_per_second"] = round(once / plain_seconds)
        figures["plain_spacy_words_per_cpu_second"] = round(once / plain_worked)
        figures["times_plain_spacy_by_cpu"] = round(words / worked * plain_worked / once, 2)
    if processes > 1:
        spread = _spread_seconds(wanted, processes)
        figures |= {"processes": processes, "processes_words_per_second": round(words / spread)}
        figures["speed_up"] = round(seconds / spread, 2)
    return figures


def _read(reader: Reader, lines: Sequence[str]) -> int:
    return sum(1 for _ in read_lines(lines, reader, at_once=BATCH))


def _with_new_words(lines: Iterable[str], share: float) -> Iterator[str]:
    """Yield documents in which some words of the text stand for ones that no other has: what is met once, in number."""
    random = Random(0)
    for line in lines:
        entry: dict[str, Any] = json.loads(line)
        words = str(entry.get("text", "")).split(" ")
        entry["text"] = " ".join(_new_word(random) if random.random() < share else word for word in words)
        yield json.dumps(entry)


def _new_word(random: Random) -> str:
    return "".join(random.choices(ascii_lowercase, k=random.randint(4, 10)))


def _timed(reader: Reader, lines: Sequence[str]) -> tuple[float, int]:
    """Return the seconds reading took, and the largest memory of this process until then in MB."""
    started = time.perf_counter()
    _read(reader, lines)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _text(line: str) -> str:
    entry: dict[str, Any] = json.loads(line)
    return f"{entry.get('title', '')}\n\n{entry.get('text', '')}"


def _words(line: str) -> int:
    return len(_text(line).split())


def _plain_seconds(lines: Sequence[str]) -> tuple[float, float]:
    """Return the seconds the ordinary pipeline takes, and those of the processor alone."""
    nlp = plain_pipeline()
    texts = [_text(line) for line in lines]
    list(nlp.pipe(texts[:8]))
    started, worked = time.perf_counter(), time.process_time()
    for _ in nlp.pipe(texts, batch_size=BATCH):
        pass
    return time.perf_counter() - started, time.process_time() - worked


def _spread_seconds(lines: Sequence[str], processes: int) -> float:
    """Return the seconds that processes need which have loaded and read once before."""
    share = [list(part) for part in _parts(lines, processes)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_warm, [lines[:BATCH]] * processes * 2))
        started = time.perf_counter()
        list(pool.map(_warm, share))
        return time.perf_counter() - started


def _load() -> Reader:
    collect_seldom()
    reader = load_reader(load_catalogue())
    # As in any process of casewatch that reads on and on.
    gc.freeze()
    return reader


def _parts(lines: Sequence[str], processes: int) -> Iterator[Sequence[str]]:
    """Yield the lines in chunks, four a process, so that none waits long for the last."""
    size = max(BATCH, -(-len(lines) // (4 * processes)))
    yield from (lines[start : start + size] for start in range(0, len(lines), size))


def _warm(lines: Sequence[str]) -> int:
    if not _reader:
        _reader.append(_load())
    return _read(_reader[0], lines)


if __name__ == "__main__":
    main()
