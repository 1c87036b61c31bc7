"""A process that reads for months does not grow by every word it ever met."""

from extractors.pipeline import Reader, build_language
from extractors.weighing import load_models
from schemas.finding import ReadingInput
from schemas.settings import ReadingSettings
from tests import bundled


def test_words_that_only_one_text_holds_are_let_go_and_the_readings_stay_the_same(reader: Reader) -> None:
    nlp = build_language(bundled.bundled(), ReadingSettings())
    forgetful = Reader(nlp, load_models(), reader.version, most_words=0)
    texts = [f"The European Commission has fined Acme{letter}la Ltd over its {letter}qx." for letter in "bcdfghjk"]
    documents = [ReadingInput(id=str(number), title="", text=text) for number, text in enumerate(texts)]
    known = len(nlp.vocab.strings)
    readings = [*forgetful.read_all(documents), *map(forgetful.read, documents)]
    assert readings == [*reader.read_all(documents)] * 2
    assert any(reading.findings for reading in readings)
    assert len(nlp.vocab.strings) == known
