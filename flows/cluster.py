"""Prefect flows whose tasks run on Dask workers: a local cluster for as long as the flow runs, or one that is there."""

import os
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from flows.serving import QUIET, prefect_server
from schemas.errors import MissingExtraError, SettingsError

CONNECT_SECONDS = 20

QUIET_DASK = {
    "DASK_LOGGING__DISTRIBUTED": "warning",
    # For a dashboard that nobody looks at Dask reads the stacks of each process a hundred times a second, and more.
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__GIL__ENABLED": "false",
}


def run_on_dask(flow: Callable[[], Any], workers: int, dask: str | None) -> Any:
    """Return what a flow gives whose tasks run on a Dask cluster.

    `flow` returns the Prefect flow and its parameters; it is called once Prefect's settings stand. `dask` is the
    address of a cluster (`tcp://host:8786`); without it `workers` processes of this machine are started. A Prefect
    server is started on loopback when none is named. Raises MissingExtraError when prefect-dask is not installed.
    """
    os.environ.update({name: value for name, value in (QUIET | QUIET_DASK).items() if name not in os.environ})
    with prefect_server():
        wanted, parameters = flow()
        return wanted.with_options(task_runner=task_runner(workers, dask))(**parameters)


def count_workers(dask: str) -> int:
    """Return how many workers a cluster has.

    Raises SettingsError when it does not answer or has none, MissingExtraError when Dask is not installed.
    """
    connect: Any = _dask("distributed").Client
    try:
        with connect(dask, timeout=CONNECT_SECONDS) as client:
            count = len(client.scheduler_info(n_workers=-1)["workers"])
    except (OSError, ValueError) as error:
        raise SettingsError(f"--dask: no cluster answers at {dask}: {error}") from None
    if not count:
        raise SettingsError(f"--dask: the cluster at {dask} has no workers yet")
    return count


def task_runner(workers: int, dask: str | None) -> Any:
    """Return Prefect's way to a Dask cluster. Raises MissingExtraError when prefect-dask is not installed."""
    runner: Any = _dask("prefect_dask.task_runners").DaskTaskRunner
    if dask:
        return runner(address=dask)
    # One thread a worker: reading is work for the processor. All of it is to be reached from this machine alone.
    local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
    return runner(cluster_kwargs=local)


def _dask(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtraError(
            "reading in several processes needs prefect-dask: pip install 'casewatch[dask]', or leave out --workers"
        ) from None
