"""Several processes answer what one does, in the same order; one that dies is an error, not a silence."""

import json
import os
from functools import partial

import pytest

from extractors.contract import read_lines
from extractors.pipeline import Reader, load_reader
from extractors.processes import read_in_processes
from schemas.errors import WorkerError
from tests.bundled import bundled
from tests.fakes.echo import Echo

LINES = [
    json.dumps({"id": "a", "title": "CMA opens investigation into OpenAI", "text": ""}),
    "no json",
    json.dumps({"id": "c", "title": "CNIL fines Clearview AI", "text": "The CNIL fined Clearview AI €5 million."}),
]


def test_the_answers_of_several_processes_are_those_of_one() -> None:
    assert list(read_in_processes(LINES * 3, 2, Echo, at_once=2)) == list(read_lines(LINES * 3, Echo()))


@pytest.mark.slow
def test_the_readings_of_several_processes_are_those_of_one(reader: Reader) -> None:
    load = partial(load_reader, bundled())
    assert list(read_in_processes(LINES * 3, 2, load, at_once=2)) == list(read_lines(LINES * 3, reader))


def test_a_process_that_ends_too_early_is_an_error() -> None:
    load = partial(os._exit, 1)
    with pytest.raises(WorkerError, match="ended before its work was done"):
        list(read_in_processes(LINES, 2, load))
