"""Names as Polish declines them. The trap is named on each line."""

from pathlib import Path

import pytest

from extractors.inflections import INFLECTIONS, Inflection, declined, load_inflections
from extractors.pipeline import Reader
from schemas.catalogue import Alias
from schemas.errors import DataFileError
from schemas.finding import ReadingInput
from schemas.words import Status


@pytest.mark.parametrize("inflection", load_inflections(), ids=lambda each: each.example)
def test_each_example_has_a_form_of_its_entry(inflection: Inflection) -> None:
    assert inflection.example.endswith(inflection.forms)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param("Meta", "Mecie", id="a t that softens"),
        pytest.param("Nvidia", "Nvidii", id="ia"),
        pytest.param("Tesla", "Tesli", id="la"),
        pytest.param("DeepSeek", "DeepSeekiem", id="k takes an i"),
        pytest.param("Microsoft", "Microsofcie", id="a consonant that softens"),
        pytest.param("Mistral", "Mistralowi", id="a consonant that stays"),
    ],
)
def test_a_name_takes_the_forms_of_its_longest_ending(name: str, form: str) -> None:
    assert form in {alias.text for alias in declined(Alias(text=name), "pl")}


@pytest.mark.parametrize(
    "alias",
    [
        pytest.param(Alias(text="OpenAI"), id="initials"),
        pytest.param(Alias(text="Mistral AI"), id="two words"),
        pytest.param(Alias(text="Orange"), id="an ending that takes an apostrophe"),
        pytest.param(Alias(text="Bolt", languages=("en",)), id="a name of another language only"),
    ],
)
def test_what_is_not_declined(alias: Alias) -> None:
    assert list(declined(alias, "pl")) == []


def test_a_form_asks_for_the_proof_of_its_name_and_for_a_capital() -> None:
    (form,) = (form for form in declined(Alias(text="Scala", cues=("model",)), "pl") if form.text == "Scali")
    assert (form.cues, form.languages, form.case_sensitive) == (("model",), ("pl",), True)


@pytest.mark.parametrize(
    ("lang", "text", "firms"),
    [
        pytest.param("pl", "Komisja Europejska ukarała Metę.", {"Meta"}, id="accusative"),
        pytest.param("pl", "UOKiK wszczął postępowanie przeciwko Mecie.", {"Meta"}, id="dative"),
        pytest.param("pl", "UODO wszczął postępowanie wobec DeepSeeka.", {"DeepSeek"}, id="a product for its owner"),
        pytest.param("pl", "Komisja bada przejęcie Anthropica przez Amazon.", {"Anthropic", "Amazon"}, id="a deal"),
        pytest.param("pl", "UOKiK ukarał organizatora mety biegu.", set(), id="a finish line"),
        pytest.param("hr", "AZTN pokrenuo postupak protiv Googlea.", {"Google"}, id="Croatian"),
        pytest.param("cs", "ÚOHS uložil Googlu pokutu.", {"Google"}, id="Czech, where the e goes"),
    ],
)
def test_declined_names_are_read(reader: Reader, lang: str, text: str, firms: set[str]) -> None:
    reading = reader.read(ReadingInput(id="row", title=text, text="", lang=lang, date="2026-03-10"))
    told = {p.name for f in reading.findings if f.status is Status.ASSERTED for p in f.targets() if p.company}
    assert told == firms


@pytest.mark.parametrize("text", ['[[inflection]]\nlang = "pl"\nexample = "x"\n', ""], ids=["an odd entry", "no entry"])
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    broken = tmp_path / INFLECTIONS.name
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"inflections\.toml"):
        load_inflections(broken)
