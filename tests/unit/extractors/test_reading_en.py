"""English: how a headline or sentence states a step, and what only looks like one."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput


@pytest.mark.parametrize(
    ("title", "trap", "alert"),
    [
        ("SAMR opens Nvidia probe over broken promises", "the firm stands inside the words", {"Nvidia"}),
        ("AI Office charges DeepSeek with hiding training data", "an office without its country", {"DeepSeek"}),
        ("PIPC tells Kakao and Naver: label your AI call agents", "an order behind a colon", {"Kakao", "Naver"}),
        ("General Court tears up Google's €1.49bn fine", "a court's metaphor", {"Google"}),
        ("Amazon and Microsoft face EU market investigations", "a plural verb", {"Amazon", "Microsoft"}),
        ("Commission officials hit Apple with €500 million", "a fine that is not called one", {"Apple"}),
        ("Commission rejects complaint lodged by Yelp against Google", "complainant between the words", {"Google"}),
        ("Garante lifts ban on DeepSeek?", "a question", set()),
        ("Week ahead: ruling due in ByteDance v Commission", "a calendar", set()),
        ("Google offers free expert support to the CMA", "an offer that is no commitment", set()),
    ],
)
def test_alerts_of_a_headline(reader: Reader, title: str, trap: str, alert: set[str]) -> None:
    reading = reader.read(ReadingInput(id="1", title=title, text="", lang="en", date="2026-05-04"))
    assert set(reading.alert()) == alert, trap
