"""prefect.yaml deploys flows that exist, on the hours the sources are declared for."""

import importlib
from pathlib import Path
from typing import Any

import yaml

from flows.serving import SCHEDULES, TIDY, TIME_ZONE

ROOT = Path(__file__).parents[3]


def deployments() -> dict[str, dict[str, Any]]:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    return {deployment["name"]: deployment for deployment in declared}


def test_each_deployment_names_a_flow_that_exists() -> None:
    from prefect import Flow

    for deployment in deployments().values():
        file, name = deployment["entrypoint"].split(":")
        module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
        assert isinstance(getattr(module, name), Flow), deployment["entrypoint"]


def test_deployed_and_served_schedules_are_the_same() -> None:
    found = deployments()
    assert tuple(item["cron"] for item in found["watch"]["schedules"]) == SCHEDULES
    assert [item["cron"] for item in found["tidy"]["schedules"]] == [TIDY]
    assert {item["timezone"] for deployment in found.values() for item in deployment["schedules"]} == {TIME_ZONE}


def test_runs_of_the_watch_do_not_overlap() -> None:
    assert deployments()["watch"]["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
