"""Prefect flows whose tasks run on Dask workers: a local cluster for as long as the flow runs, or one that is there."""

import os
from collections.abc import Callable
from typing import Any

from flows.serving import QUIET, prefect_server
from schemas.errors import MissingExtraError


def run_on_dask(flow: Callable[[], Any], workers: int, dask: str | None) -> Any:
    """Return what a flow gives whose tasks run on a Dask cluster.

    `flow` returns the Prefect flow and its parameters; it is called once Prefect's settings stand. `dask` is the
    address of a cluster (`tcp://host:8786`); without it `workers` processes of this machine are started. A Prefect
    server is started on loopback when none is named. Raises MissingExtraError when prefect-dask is not installed.
    """
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    with prefect_server():
        wanted, parameters = flow()
        return wanted.with_options(task_runner=task_runner(workers, dask))(**parameters)


def task_runner(workers: int, dask: str | None) -> Any:
    """Return Prefect's way to a Dask cluster. Raises MissingExtraError when prefect-dask is not installed."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError:
        raise MissingExtraError(
            "reading in several processes needs prefect-dask: pip install 'casewatch[dask]', or leave --workers at 1"
        ) from None
    if dask:
        return DaskTaskRunner(address=dask)
    # One thread a worker: reading is work for the processor. No dashboard: nothing listens that nobody asked for.
    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    return DaskTaskRunner(cluster_kwargs=local)
