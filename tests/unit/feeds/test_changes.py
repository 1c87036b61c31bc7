"""What a new version of a release changed, and whether it is of weight."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.changes import LONGEST_DIFF, change_between
from schemas.document import DocumentChange, DocumentVersion
from schemas.words import TextFrom

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TEXT = "The authority fined Firnwerk €5 million on 3 March 2026 for a breach of Article 102 TFEU. It may appeal."


def version(number: int, text: str = TEXT, title: str = "Fine for Firnwerk", content: str = "") -> DocumentVersion:
    return DocumentVersion(
        document="d", version=number, title=title, text=text, content_hash=content or f"{title}{text}", seen_at=NOW
    )


def changed(text: str, title: str = "Fine for Firnwerk") -> DocumentChange:
    change = change_between(version(1), version(2, text, title))
    assert change is not None
    return change


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param(TEXT.replace("€5", "€6"), ("amounts",), id="another sum"),
        pytest.param(TEXT.replace("3 March", "4 March"), ("dates",), id="another day"),
        pytest.param(TEXT.replace("2026", "2025"), ("dates",), id="another year"),
        pytest.param(TEXT.replace("102", "101"), ("articles",), id="another article"),
        pytest.param(TEXT.replace("€5 million", "€6 million").replace("102", "101"), ("amounts", "articles"), id="two"),
        pytest.param(TEXT.replace("may appeal", "can appeal"), (), id="a word that weighs nothing"),
        pytest.param(TEXT + " Further details will follow.", (), id="a sentence at the end, with a capital"),
        pytest.param("It may appeal. " + TEXT.removesuffix(" It may appeal."), (), id="moved"),
        pytest.param(TEXT.replace("fined", "fined, in the end,"), (), id="a comma at a name"),
    ],
)
def test_what_weighs(text: str, what: tuple[str, ...]) -> None:
    assert changed(text).changed == what


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("EUR 10 million", "EUR 10 billion", "amounts"),
        ("€10 million", "€10 billion", "amounts"),
        ("$10m", "$10bn", "amounts"),
        ("EUR 10 million", "€10 million", ""),
        ("€10", "€ 10", ""),
        ("1.5 million euros", "1.5 million Euro", ""),
        ("10 Mio. Euro", "10 Millionen Euro", ""),
        ("fine of 4%", "fine of 6%", "amounts"),
        ("4 %", "4%", ""),
        ("4 percent", "4 per cent", ""),
        ("12 markets", "13 markets", ""),
        ("10 decisions", "11 decisions", ""),
        ("3 major firms", "4 major firms", ""),
        ("Decision 12 applies", "Decision 13 applies", ""),
        ("on 3 June 2026", "on June 3, 2026", ""),
        ("on 3 June 2026", "on 3rd June 2026", ""),
        ("3 June 2026", "03.06.2026", ""),
        ("on 3 June 2026", "on 4 June 2026", "dates"),
        ("on 3 June 2026", "on 3 July 2026", "dates"),
        ("on 3 June 2026", "on 3 June 2027", "dates"),
        ("am 3. Juni 2026", "am 4. Juni 2026", "dates"),
        ("le 1er août 2026", "le 2 août 2026", "dates"),
        ("el 3 de mayo de 2026", "el 4 de mayo de 2026", "dates"),
        ("Article 6(1)(b) GDPR", "Article 6(1)(f) GDPR", "articles"),
        ("Articles 101 and 102", "Articles 101 and 106", "articles"),
        ("Article 102 TFEU", "Article 101 TFEU", "articles"),
        ("Art. 5(2) DMA", "Art. 5 (2) DMA", ""),
        ("Article 5(2) of the DMA", "Article 5(2) of the DSA", "articles"),
        ("§ 19a GWB", "§ 19 GWB", "articles"),
        ("AT.40134", "AT.41034", "articles"),
        ("section 6(b)", "section 5", "articles"),
        ("Last updated: 3 June 2026\nA text", "Last updated: 4 June 2026\nA text", ""),
        ("A text. Page generated 2026-06-03 10:11", "A text. Page generated 2026-06-04 10:11", ""),
        ("the colour", "the color", ""),
        ("It said it will", "It said that it will", ""),
        ("Tel. +32 2 299 11 11", "Tel. +32 2 299 12 12", ""),
        ("10 million users", "20 million users", "amounts"),
        ("¥10,000", "¥20,000", "amounts"),
        ("10.000 Euro", "10.000,00 Euro", ""),
        ("CHF 5 Mio.", "CHF 6 Mio.", "amounts"),
        ("10 mln zł", "12 mln zł", "amounts"),
        ("100 milioni di euro", "200 milioni di euro", "amounts"),
        ("100 millones", "200 millones", "amounts"),
        ("100 miljoen", "200 miljoen", "amounts"),
        ("5 billion won", "6 billion won", "amounts"),
        ("in 2026", "in 2025", "dates"),
        ("three months", "six months", ""),
        ("The CMA updated its guidance on 3 June 2026", "The CMA updated its guidance on 4 June 2026", "dates"),
        ("Zuletzt aktualisiert am 3. Juni 2026", "Zuletzt aktualisiert am 4. Juni 2026", ""),
        ("Dernière mise à jour : 3 juin 2026", "Dernière mise à jour : 5 juin 2026", ""),
        ("1 234 567 euros", "1.234.567 euros", ""),
        ("1 234 567 euros", "1 234 568 euros", "amounts"),
        ("US$ 10 million", "USD 10m", ""),
        ("in 2026 10 million users", "in 2025 10 million users", "dates"),
        ("Article 5(2)", "Article 5(2) DMA", ""),
    ],
)
def test_what_differs_is_told_from_what_is_written_otherwise(before: str, after: str, what: str) -> None:
    change = change_between(version(1, f"It says {before} there."), version(2, f"It says {after} there."))
    assert change is not None
    assert change.changed == ((what,) if what else ())


def test_a_name_that_only_another_reader_found_is_no_change() -> None:
    names = (frozenset({"Firnwerk"}), frozenset({"Firnwerk", "TFEU"}))
    change = change_between(version(1), version(2, TEXT + " More follows."), (), names)
    assert change is not None
    assert change.changed == ()


def read_from(number: int, way: TextFrom, text: str, summary: str = "A fine.", **more: object) -> DocumentVersion:
    said = version(number, text, content=f"{number}")
    return said.model_copy(update={"text_from": way, "summary": summary, **more})


def test_a_page_that_could_not_be_had_is_no_change_of_the_release() -> None:
    whole = read_from(1, TextFrom.ARTICLE, TEXT)
    short = read_from(2, TextFrom.SUMMARY, "A fine of note.", "A fine of note.")
    change = change_between(whole, short)
    assert change is not None
    assert change.changed == ()
    assert "102" not in change.diff
    again = read_from(3, TextFrom.ARTICLE, TEXT.replace("€5", "€6"), "A fine of note.")
    later = change_between(short, again, [whole])
    assert later is not None
    assert later.changed == ("amounts",), "what the page says is compared with what it said"
    assert change_between(short, read_from(3, TextFrom.ARTICLE, TEXT), [whole]) is None


def test_what_was_erased_is_no_change_either() -> None:
    erased = read_from(1, TextFrom.ARTICLE, "", "", erased_at=NOW)
    assert change_between(erased, read_from(2, TextFrom.ARTICLE, TEXT)) is None


def test_names_are_those_that_were_read() -> None:
    names = (frozenset({"Firnwerk"}), frozenset({"Firnwerk", "Kiesel"}))
    change = change_between(version(1), version(2, TEXT + " Kiesel too."), (), names)
    assert change is not None
    assert change.changed == ("names",)


def test_the_diff_shows_the_words_and_a_few_around_them() -> None:
    assert "fined Firnwerk [-€5-] {+€6+} million on" in changed(TEXT.replace("€5", "€6")).diff
    long = "word " * 500
    middle = change_between(version(1, long + "five" + long), version(2, long + "six" + long))
    assert middle is not None
    assert middle.diff.count("word") < 20
    assert "…" in middle.diff


def test_equal_words_are_no_change() -> None:
    assert change_between(version(1), version(2, TEXT.replace(" ", "\n"))) is None


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        pytest.param("A fine for Firnwerk", TEXT, "retitled", id="only the headline"),
        pytest.param("Fine for Firnwerk", TEXT + " More.", "edited", id="the text"),
        pytest.param("[Withdrawn] Fine for Firnwerk", TEXT, "withdrawn", id="GOV.UK's mark"),
    ],
)
def test_kinds(title: str, text: str, kind: str) -> None:
    assert changed(text, title).kind == kind


def test_words_that_come_back_are_republished() -> None:
    first, second, third = version(1, content="a"), version(2, TEXT + " Off.", content="b"), version(3, content="a")
    change = change_between(second, third, [first])
    assert change is not None
    assert change.kind == "republished"


@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_any_two_texts_can_be_compared(before: str, after: str) -> None:
    change = change_between(version(1, before), version(2, after))
    assert (change is None) == (before.split() == after.split())
    assert change is None or len(change.diff) <= LONGEST_DIFF
