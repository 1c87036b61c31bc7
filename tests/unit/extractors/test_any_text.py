"""Outside text is hostile: whatever comes, reading never fails and quotes only what is there."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.pipeline import Reader
from schemas.finding import ReadingInput

WORDS = st.sampled_from(
    [
        "The",
        "European",
        "Commission",
        "fined",
        "Meta",
        "Microsoft's",
        "EU",
        "opens",
        "investigation",
        "into",
        "OpenAI",
        "€5",
        "million",
        "2026-02-30",
        "Inc.",
        "(“X”)",
        "not",
        ".",
        "-",
        "/",
        "’s",
        "AG",
        "sues",
        "Übernahme",
        "durch",
        "enquête",
        "sur",
        "d'OpenAI",
        "ﬁned",
        "İstanbul",
        "ß",
        "𝔐eta",
        "S.p.A.",
        "\x00",
        "\u202e",
        "\n",
        "\n\n",
        "31 February 2026",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, text=TEXTS, lang=st.sampled_from([None, "en", "de", "ko", ""]), official=st.booleans())
def test_reading_never_fails_and_quotes_exactly(
    reader: Reader, title: str, text: str, lang: str | None, official: bool
) -> None:
    document = ReadingInput(
        id="any", title=title, text=text, lang=lang, date="2026-02-30", url="https://ec.europa.eu/x", official=official
    )
    reading = reader.read(document)
    fields = {"title": title, "text": text}
    for finding in reading.findings:
        evidence = finding.evidence
        assert fields[evidence.field][evidence.start : evidence.end] == evidence.text
        assert finding.parties
    for mention in reading.mentions:
        assert fields[mention.field][mention.start : mention.end] == mention.surface
        assert mention.surface
    assert {miss.company for miss in reading.near_misses if miss.company}.isdisjoint(
        {p.company for f in reading.findings if f.status == "asserted" for p in f.targets()}
    )
