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


@pytest.mark.parametrize(
    ("headline", "who"),
    [
        pytest.param(
            "Berlin fines Google over abuse of dominance, antitrust officials say", "de-bkarta", id="a capital"
        ),
        pytest.param("Londra multa Google: violate le regole antitrust", "uk-cma", id="an Italian name of a city"),
        pytest.param("Bruselas multa a Google con 300 millones de euros", "eu-ec", id="a Spanish name of Brussels"),
        pytest.param("Brüssel verhängt Bußgeld gegen Google", "eu-ec", id="a German name of Brussels"),
        pytest.param("Bruxelas multa Google em 300 milhões de euros", "eu-ec", id="a Portuguese name of Brussels"),
        pytest.param("Japan's FTC fines Google", "jp-jftc", id="a country before letters of others"),
        pytest.param("South Korean FTC fines Google", "kr-kftc", id="of a country, before letters of others"),
        pytest.param("Oslo fines Meta over personal data and privacy", "no-dt", id="by what the matter is about"),
        pytest.param(
            "Norway's privacy watchdog fines Meta", "no-dt", id="a country without an authority of the list before"
        ),
        pytest.param(
            "Austria's privacy watchdog fines Clearview AI", "other:Datenschutzbehörde", id="a body without an id"
        ),
        pytest.param(
            "Mexico's antitrust watchdog fines Google", "other:Comisión Nacional Antimonopolio", id="far away"
        ),
    ],
)
def test_a_place_means_its_authority(reader: Reader, headline: str, who: str) -> None:
    assert {authority for authority, _ in asserted(reader, headline, "")} == {who}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param(
            "The European Commission keeps a file on Grok. Indonesia's digital ministry has blocked Grok. "
            "The ministry has also fined X.",
            {"other:Indonesia Ministry of Communication and Digital Affairs"},
            id="a ministry is no commission named before",
        ),
        pytest.param(
            "Brussels has its doubts. In Germany, the cartel office has ordered Google to share data.",
            {"de-bkarta"}, id="the place at the head of the sentence",
        ),
        pytest.param(
            "De Europese Commissie wacht af. Beurswaakhond SEC heeft een onderzoek geopend naar Meta.",
            {"other:SEC"}, id="a trade right before the name it belongs to",
        ),
        pytest.param(
            "De FTC sprak met het Amerikaanse ministerie van Justitie. Het ministerie van Justitie heeft een onderzoek "
            "geopend naar Google.",
            {"us-doj-atr"}, id="the last words of a name printed in full before",
        ),
    ],
)  # fmt: skip
def test_a_trade_means_whom_its_form_lets_it_mean(reader: Reader, text: str, who: set[str]) -> None:
    assert {authority for authority, _ in asserted(reader, "", text)} == who


def test_what_would_have_been_is_no_step(reader: Reader) -> None:
    real = "The Commission has blocked Nvidia's purchase of Mistral AI."
    assert asserted(reader, "", real)
    unreal = "The Commission said the remedy would have blocked Nvidia's purchase of Mistral AI."
    reading = reader.read(ReadingInput(id="row", title="", text=unreal, date="2026-03-10"))
    assert [f.rule for f in reading.findings if not f.rule.endswith("aside")] == []


@pytest.mark.parametrize(
    ("behind", "status"),
    [
        pytest.param("Google has appealed that decision.", Status.BACKGROUND, id="an appeal takes weeks"),
        pytest.param("Google said it would appeal.", Status.ASSERTED, id="an appeal to come"),
    ],
)
def test_a_decision_below_the_lead_that_was_appealed_is_an_older_one(
    reader: Reader, behind: str, status: Status
) -> None:
    lead = (
        "Meta has opened an office in the north of Germany. The firm wants to hire two hundred people there this year."
    )
    text = f"{lead} In Germany, the cartel office has fined Google. {behind}"
    reading = reader.read(ReadingInput(id="row", title="Meta opens an office", text=text, date="2026-03-10"))
    assert {f.status for f in reading.findings if f.authority == "de-bkarta" and f.action.value == "decision"} == {
        status
    }


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param(
            "A Spanish court has thrown out the AEPD's order against Google.", "other:Spanish court",
            id="a court without a name decides, not whose order it was",
        ),
        pytest.param(
            "CADE's Tribunal on 2 March upheld the order against Google.", "br-cade",
            id="a tribunal that is the authority's own",
        ),
        pytest.param(
            "The KFTC asked Korean courts to block Google from changing its terms.", "kr-kftc",
            id="courts, more than one, are asked and do not sue",
        ),
    ],
)  # fmt: skip
def test_courts_rule_and_authorities_sue(reader: Reader, text: str, who: str) -> None:
    assert {authority for authority, _ in asserted(reader, "", text)} == {who}


@pytest.mark.parametrize(
    ("headline", "lead", "told"),
    [
        pytest.param(
            "European Commission is not investigating Google",
            "The CMA has opened an investigation into Google, it said on Monday.", {("uk-cma", "opened")},
            id="one authority denies, another acts",
        ),
        pytest.param(
            "European Commission is not investigating Google",
            "The European Commission has opened an investigation into Google, a blog said on Monday.", set(),
            id="the same authority",
        ),
    ],
)  # fmt: skip
def test_a_headline_denies_for_its_own_authority(
    reader: Reader, headline: str, lead: str, told: set[tuple[str, str]]
) -> None:
    assert asserted(reader, headline, lead) == told


def test_one_sentence_tells_a_step_once_of_all_its_firms(reader: Reader) -> None:
    title = "Kartellamt eröffnet Verfahren bei Microsoft und OpenAI"
    reading = reader.read(ReadingInput(id="row", title=title, text="", lang="de", date="2026-03-10"))
    assert [{party.name for party in finding.targets()} for finding in reading.findings] == [{"Microsoft", "OpenAI"}]
