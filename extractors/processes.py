"""Reads JSON lines in several processes: documents in, readings out, in the same order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any

from extractors.collecting import collect_seldom
from extractors.contract import Reads, read_lines
from schemas.errors import WorkerError

Answers = list[tuple[dict[str, Any], bool]]
AT_ONCE = 64
"""Lines a process is given at a time."""

_WAITING = 3
_reader: Reads | None = None


def read_in_processes(
    lines: Iterable[str], processes: int, load: Callable[[], Reads], at_once: int = AT_ONCE
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield what `read_lines` would, in the same order, read by so many processes.

    `load` makes the reader in each of them; it has to be picklable. Lines are taken from the input as the answers are
    fetched, so that neither heaps up. Raises WorkerError when a process ends before its work does.
    """
    # One thread a process: the processes are there to fill the cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    filled = iter(lines)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start, initargs=(load,))
    try:
        waiting: deque[Future[Answers]] = deque()
        while True:
            while len(waiting) < _WAITING * processes and (group := list(islice(filled, at_once))):
                waiting.append(pool.submit(_read, group))
            if not waiting:
                return
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerError(
            "a reading process ended before its work was done (killed, or out of memory); what is printed so far is "
            "right. Try fewer --processes."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _start(load: Callable[[], Reads]) -> None:
    global _reader
    collect_seldom()
    _reader = load()


def _read(lines: list[str]) -> Answers:
    assert _reader is not None
    return list(read_lines(lines, _reader, len(lines)))
