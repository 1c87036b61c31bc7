"""The words in which pages and releases are written are data; a file that breaks its form is told by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.notices import load_phrases
from feeds.particulars import amounts_in, dates_in, load_words
from schemas.errors import DataFileError


@pytest.mark.parametrize("load", [load_phrases, load_words])
@pytest.mark.parametrize("text", ["months = [", "months = [['january']]", ""], ids=["no TOML", "one month", "empty"])
def test_a_broken_file_is_told_by_name(load: Callable[[Path], object], text: str, tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text(text)
    with pytest.raises(DataFileError, match=r"words\.toml"):
        load(file)


def test_a_word_stands_for_one_month_one_scale_and_one_currency() -> None:
    words = load_words()
    for names in (words.months, words.scales.values(), words.currencies.values()):
        flat = [name for group in names for name in group]
        assert len(flat) == len(set(flat))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("3 June 2026", "June 3rd, 2026", id="the day before or behind the month"),
        pytest.param("3. Juni 2026", "3 giugno 2026", id="two languages"),
        pytest.param("€10 million", "EUR 10 Mio.", id="sign or code, word or short"),
        pytest.param("mil millones de euros: 2 mil millones de euros", "2 Mrd. Euro", id="two words, one scale"),
        pytest.param("4 per cent", "4 Prozent", id="two words, one unit"),
        pytest.param("5 Mio. Pfund", "£5m", id="a currency's name in another language"),
    ],
)
def test_what_is_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert (dates_in(one), amounts_in(one)) == (dates_in(other), amounts_in(other))
