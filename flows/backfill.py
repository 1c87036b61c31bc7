"""Reading the past, and reading everything again, as Prefect flows, with their documents spread over Dask workers.

A task is a batch of documents: workers fetch and analyse, this flow alone writes. The tasks under way are few, so
that neither Prefect's server nor memory fills with what is still to be done.
"""

import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.backfilling import Through, backfill
from flows.opening import open_tools
from flows.reextracting import reextract
from flows.settings import load_settings
from flows.taking import Taken, Waiting
from flows.tools import Tools
from flows.working import WorkSettings, take_in_worker, work_settings
from schemas.backfill import Progress

AHEAD = 2
"""Batches given to each worker before the first of them is waited for."""


@task(name="read documents", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def read_documents(packed: bytes) -> list[Taken]:
    """Fetch and analyse a batch in a worker. It comes packed: Prefect would look for futures in every document."""
    batch, work = pickle.loads(packed)
    return take_in_worker(batch, work)


@task(name="load reader", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def load_reader(packed: bytes) -> None:
    """Load a worker's reader before the first batch comes: while the pages of the archives are asked for."""
    take_in_worker([], pickle.loads(packed))


@flow(name="backfill", persist_result=False)
def read_past(
    start: date,
    end: date,
    source_ids: list[str] | None = None,
    tell: bool = False,
    workers: int = 2,
    config: str | None = None,
    allow_private: bool = False,
) -> dict[str, Any]:
    """Read the past of sources between two days. Returns what was found (BackfillReport, as JSON values)."""
    with opened(source_ids, workers, config, allow_private) as (tools, through):
        report = backfill(tools, start, end, tell=tell, through=through, workers=workers, say=log_progress)
        return report.model_dump(mode="json")


@flow(name="reextract", persist_result=False)
def read_again(
    write: bool = False,
    source_ids: list[str] | None = None,
    workers: int = 2,
    config: str | None = None,
    allow_private: bool = False,
) -> dict[str, Any]:
    """Read stored documents with a newer extractor. Returns what that changes (RereadReport, as JSON values)."""
    with opened(source_ids, workers, config, allow_private) as (tools, through):
        report = reextract(tools, write=write, through=through, workers=workers, say=log_progress)
        return report.model_dump(mode="json")


@contextmanager
def opened(
    source_ids: list[str] | None, workers: int, config: str | None, allow_private: bool
) -> Iterator[tuple[Tools, Through]]:
    """Yield the tools of a flow, and what gives batches of documents to its workers."""
    settings = load_settings(Path(config) if config else None, os.environ)
    settings = settings.model_copy(update={"source_ids": tuple(source_ids or ())})
    if allow_private:
        settings = settings.model_copy(update={"http": settings.http.model_copy(update={"allow_private": True})})
    # The reader is loaded by the workers: here nothing is read.
    with open_tools(settings, write=get_run_logger().info, read=_nothing_is_read_here) as tools:
        work = work_settings(tools, workers)
        loading = [load_reader.submit(pickle.dumps(work)) for _ in range(workers)]
        yield tools, in_workers(work, workers, loading)


def log_progress(progress: Progress) -> None:
    """Write into the log of the running flow how far it has come."""
    get_run_logger().info(progress.in_words())


def in_workers(work: WorkSettings, workers: int, loading: Sequence[Any] = ()) -> Through:
    """Return what gives batches to the workers of the running flow, and yields them in order as they come back.

    `loading` are tasks to wait for before the first batch.
    """

    def through(batches: Iterable[list[Waiting]]) -> Iterator[list[Taken]]:
        for loaded in loading:
            loaded.result()
        under_way: deque[Any] = deque()
        for batch in batches:
            under_way.append(read_documents.submit(pickle.dumps((batch, work))))
            if len(under_way) > AHEAD * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    return through


def _nothing_is_read_here(_document: Any) -> Any:
    raise AssertionError("documents are read by the workers")
