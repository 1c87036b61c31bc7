"""The lexicons: every pattern compiles, every example is met, and a broken file names its line."""

import re
from pathlib import Path

import pytest

from extractors.amounts import find_amounts
from extractors.case_numbers import CaseNumberPattern, find_case_numbers, load_patterns
from extractors.lexicon import LEXICONS, load_lexicons, read_lexicon
from extractors.places import load_places
from schemas.errors import DataFileError
from schemas.words import Action

LANGUAGES = ("cs", "da", "de", "en", "es", "fr", "hr", "hu", "it", "nl", "no", "pl", "pt", "sk", "sv", "tr")


def test_every_language_has_its_file() -> None:
    assert tuple(load_lexicons()) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_met_and_counterexamples_are_not(lang: str) -> None:
    lexicon = load_lexicons()[lang]
    for (pattern, trigger), entry in zip(lexicon.triggers, lexicon.file.triggers, strict=True):
        assert pattern.search(entry.example), f"{trigger.rule}: {entry.example}"
        if entry.counter:
            assert not pattern.search(entry.counter), f"{trigger.rule}: {entry.counter}"


@pytest.mark.parametrize("lang", ["en", "de", "fr", "es", "it"])
def test_words_for_every_action(lang: str) -> None:
    missing = set(Action) - {entry.action for entry in load_lexicons()[lang].file.triggers}
    assert not missing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_compiles(lang: str) -> None:
    assert read_lexicon(LEXICONS / f"{lang}.toml").lang == lang


def test_places_are_read() -> None:
    assert load_places()[0].antitrust == "eu-ec"


def broken(folder: Path, old: str, new: str) -> Path:
    text = (LEXICONS / "pt.toml").read_text(encoding="utf-8")
    assert old in text
    path = folder / "pt.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('action = "opened"', 'action = "opend"', "action"),  # no such action
        ("(?:investiga|averigua", "(?:investiga|(averigua", "unterminated"),  # broken pattern
        ("{PROBE})(?: <6>", "{PRUBE})(?: <6>", "PRUBE"),  # no such macro
        ('lang = "pt"', 'lang = "pt', ""),  # broken TOML
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_lexicon(broken(tmp_path, old, new))
    assert str(tmp_path / "pt.toml") in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(("entry", "expression"), load_patterns(), ids=[entry.id for entry, _ in load_patterns()])
def test_case_number_examples(entry: CaseNumberPattern, expression: re.Pattern[str]) -> None:
    assert all(expression.search(example) for example in entry.examples)
    assert not any(expression.search(counter) for counter in entry.counters)


@pytest.mark.parametrize(
    ("text", "authorities", "numbers"),
    [
        ("Case AT.41034, WhatsApp", frozenset(), ["AT.41034"]),
        ("procedimento PS12968", frozenset({"it-agcm"}), ["PS12968"]),
        ("the A575 road", frozenset({"uk-cma"}), []),  # an AGCM form in a British text
        ("see IP/26/1799", frozenset(), []),  # a press reference is no case
        ("B6-26/23 and B 4 – 37/02", frozenset(), ["B6-26/23", "B 4 – 37/02"]),
        ("Civil Action No.: 91-1315", frozenset(), ["91-1315"]),  # the number without its words
        ("Docket No. C-4683", frozenset(), ["C-4683"]),  # the same of the FTC
        ("Il procedimento A571 è chiuso", frozenset(), ["A571"]),  # announced, though nobody is named
        ("der Fall 32-0287 der WEKO", frozenset(), ["32-0287"]),  # announced in German
        ("Combination Registration No. C-2026/01/1288", frozenset(), ["C-2026/01/1288"]),  # no Court of Justice
        ("PHV-12/2025 und BWB/Z-7688", frozenset(), ["BWB/Z-7688"]),  # a plant and a merger
        ("Rol C N° 512-25", frozenset(), ["C N° 512-25"]),  # the tribunal's, not the prosecutor's
        ("sygn. akt XVII AmA 62/24", frozenset(), ["XVII AmA 62/24"]),  # a court's
        ("delibera n. 288/25/CONS", frozenset(), ["288/25/CONS"]),  # a resolution that is the case
        ("seats 22-0520 to 22-0524", frozenset(), []),  # a form of one authority, unannounced
    ],
)
def test_case_numbers_in_text(text: str, authorities: frozenset[str], numbers: list[str]) -> None:
    assert [number.text for number in find_case_numbers(text, authorities)] == numbers


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€890 million", 890e6, "EUR"),
        ("890 Mio. Euro", 890e6, "EUR"),
        ("1,06 Milliarden Euro", 1.06e9, "EUR"),  # decimal comma
        ("5 milioni di euro", 5e6, "EUR"),
        ("14,6 millions d’euros", 14.6e6, "EUR"),  # elision
        ("2 200 000 euros", 2.2e6, "EUR"),  # grouped by spaces
        ("500.000 euros", 5e5, "EUR"),  # grouped by dots
        ("250 mil millones de euros", 250e9, "EUR"),
        ("£7.5m", 7.5e6, "GBP"),
        ("$1.9b", 1.9e9, "USD"),
        ("A$4.2 million", 4.2e6, "AUD"),  # not US dollars
        ("KRW 1,870,000,000", 1.87e9, "KRW"),
        ("Rs. 1,337.76 crore", 13377600000, "INR"),
        ("CHF 3.1 Mio.", 3.1e6, "CHF"),
        ("31 mln zł", 31e6, "PLN"),
        ("R$ 5 milhões", 5e6, "BRL"),
        ("R1.25 million", 1.25e6, "ZAR"),
    ],
)
def test_sums_as_printed(text: str, value: float, currency: str) -> None:
    [money] = find_amounts(text)
    assert (money.amount.value, money.amount.currency) == (pytest.approx(value), currency)


def test_a_number_without_currency_is_no_sum() -> None:
    assert list(find_amounts("47.3 million users, 10 percent, Article 102")) == []
