"""Who acts when the text says only "officials" or "regulators". The trap is named on each line."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

OPENED = "The European Commission has opened an investigation into Microsoft's investment in Mistral AI."


def asserted(reader: Reader, title: str, text: str) -> set[tuple[str, str]]:
    reading = reader.read(ReadingInput(id="row", title=title, text=text, date="2026-03-10"))
    return {(f.authority, f.action.value) for f in reading.findings if f.status is Status.ASSERTED}


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("Officials are looking at the terms on which Mistral AI's models are sold.", id="officials"),
        pytest.param("Regulators are looking into Microsoft and Mistral AI.", id="regulators"),
        pytest.param("Enforcers are examining Microsoft.", id="enforcers"),
    ],
)
def test_a_body_without_a_name_is_the_one_that_acts_and_tells_no_second_step(reader: Reader, second: str) -> None:
    assert asserted(reader, "", f"{OPENED} It began on Monday. {second}") == {("eu-ec", "opened")}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Officials are looking at Microsoft's cloud contracts.", id="officials"),
        pytest.param("Regulators are investigating Nvidia.", id="regulators"),
    ],
)
def test_nobody_named_is_no_news(reader: Reader, text: str) -> None:
    assert asserted(reader, "", text) == set()
