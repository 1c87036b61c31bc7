"""The pass as a Prefect flow: the same stages, with run pages, an artifact and concurrency from Prefect.

Sources go in groups, about ten tasks a run: each task run costs the Prefect server some 20 KB and time
(a mapped task a document makes the next run wait half a minute). A source's retry is its own next-try
time in the store, so tasks have no retries.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from prefect import flow, get_client, get_run_logger, task, unmapped
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterEndTime
from prefect.task_runners import ThreadPoolTaskRunner

from flows.finishing import close_run
from flows.opening import open_tools, utc_now
from flows.pipeline import due_sources, watch_sources
from flows.settings import load_settings
from flows.summary import summary_rows
from flows.tools import Due, Tools
from schemas.report import RunReport, SourceReport

GROUPS = 8
KEEP_RUNS = timedelta(days=14)
TASKS: Any = ThreadPoolTaskRunner(max_workers=GROUPS)


@task(name="watch sources", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def watch_group(group: list[Due], tools: Tools) -> list[SourceReport]:
    """Take a group of sources all the way."""
    return list(watch_sources(group, tools))


@task(name="close run", cache_policy=NO_CACHE, persist_result=False)
def close(reports: list[SourceReport], started: Any, tools: Tools) -> RunReport:
    """Sum up, send what waits, record the run and publish."""
    return close_run(reports, started, tools)


@flow(name="watch", task_runner=TASKS, persist_result=False)
def watch(config: str | None = None, allow_private: bool = False, every_source: bool = False) -> str:
    """Make one pass over the due sources. Returns what the run may claim: complete, partial or blind."""
    logger = get_run_logger()
    settings = load_settings(Path(config) if config else None, os.environ)
    if allow_private:
        settings = settings.model_copy(update={"http": settings.http.model_copy(update={"allow_private": True})})
    with open_tools(settings, write=logger.info) as tools:
        started = tools.clock()
        due = due_sources(tools, every_source=every_source)
        groups = [list(due[number::GROUPS]) for number in range(GROUPS) if due[number::GROUPS]]
        futures = watch_group.map(groups, unmapped(tools))
        report = close([item for future in futures for item in future.result()], started, tools)
    create_table_artifact(summary_rows(report), key="watch-run", description=f"Run {report.id}")
    logger.info("%s: %d sources", report.outcome.value, len(report.sources))
    return report.outcome.value


@flow(name="tidy", persist_result=False)
async def tidy() -> int:
    """Delete Prefect's own records of runs that ended more than 14 days ago. Returns how many."""
    before = FlowRunFilterEndTime.model_validate({"before_": utc_now() - KEEP_RUNS})
    deleted = 0
    async with get_client() as client:
        while runs := await client.read_flow_runs(flow_run_filter=FlowRunFilter(end_time=before), limit=100):
            for run in runs:
                await client.delete_flow_run(run.id)
            deleted += len(runs)
    return deleted
