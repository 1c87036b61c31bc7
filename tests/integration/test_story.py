"""A case over five days, as press and authority really tell it: one thread a channel, each state in its turn."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.pipeline import watch_once
from schemas.settings import Settings
from store.database import Database
from store.rows import fetch
from tests.fakes.feeds_server import Web, page, serve
from tests.fakes.house import CHANNEL, HandClock, article, house, rss, settings_for, source
from tests.fakes.slack import FakeSlack


class Day(NamedTuple):
    """What is published on a day, and how the first words of the alerts then read."""

    source: str
    title: str
    paragraphs: tuple[str, ...]
    told: tuple[str, ...]


ENGLISH = (
    Day(
        "press",
        "EU opens investigation into Microsoft's investment in Mistral",
        (
            "The European Commission has opened an investigation into Microsoft's investment in Mistral AI, the French "
            "developer of artificial intelligence models.",
            "Infomaniak, the Swiss hosting company, runs its assistant on models of Mistral.",
        ),
        (
            "Reported: The Harbour Ledger writes that the European Commission has opened",
            "Exposure: SAP and Infomaniak through Mistral AI",
        ),
    ),
    Day(
        "authority",
        "Statement by a Commission spokesperson on Microsoft and Mistral AI",
        (
            '"The European Commission has not opened an investigation into Microsoft\'s investment in Mistral AI," a '
            "spokesperson said.",
        ),
        ("Contradicted: The Harbour Ledger wrote that the European Commission has opened",),
    ),
    Day(
        "authority",
        "Commission opens formal investigation into Microsoft's investment in Mistral AI",
        (
            "The European Commission has opened a formal antitrust investigation into Microsoft's investment in "
            "Mistral AI under case number AT.40999.",
            "The opening of a formal investigation does not prejudge its outcome.",
        ),
        ("Confirmed: the European Commission has opened an investigation into Microsoft",),
    ),
    Day(
        "authority",
        "Commission market tests commitments offered by Microsoft and Mistral AI",
        (
            "The European Commission is market testing commitments offered by Microsoft and Mistral AI to address "
            "competition concerns over artificial intelligence models. The case number is AT.40999.",
            "All interested parties can submit comments until 15 January 2027.",
        ),
        ("Confirmed: the European Commission has taken a step on commitments by Microsoft",),
    ),
    Day(
        "authority",
        "Commission closes its antitrust investigation into Microsoft and Mistral AI",
        (
            "The European Commission has closed its antitrust investigation into Microsoft and Mistral AI in case "
            "AT.40999 concerning artificial intelligence models.",
        ),
        ("Confirmed: the European Commission has closed its case on Microsoft",),
    ),
)

GERMAN = (
    Day(
        "press",
        "Kartellamt leitet Verfahren gegen Nvidia und Aleph Alpha ein",
        (
            "Das Bundeskartellamt hat ein Verfahren gegen Nvidia und Aleph Alpha wegen ihrer Zusammenarbeit bei "
            "Künstlicher Intelligenz eingeleitet.",
        ),
        (
            "Reported: Der Hafenbote writes that the Federal Cartel Office has opened",
            "Exposure: SAP through Aleph Alpha",
        ),
    ),
    Day(
        "authority",
        "Stellungnahme zu Nvidia und Aleph Alpha",
        (
            "Das Bundeskartellamt hat kein Verfahren gegen Nvidia und Aleph Alpha eingeleitet, sagte ein Sprecher der "
            "Behörde auf Anfrage.",
        ),
        ("Contradicted: Der Hafenbote wrote that",),
    ),
    Day(
        "authority",
        "Bundeskartellamt leitet Verfahren gegen Nvidia und Aleph Alpha ein",
        (
            "Das Bundeskartellamt hat ein Verfahren gegen Nvidia und Aleph Alpha wegen ihrer Zusammenarbeit bei "
            "Künstlicher Intelligenz eingeleitet (Aktenzeichen B6-77/26).",
        ),
        ("Confirmed: the Federal Cartel Office has opened an investigation into Nvidia",),
    ),
    Day(
        "authority",
        "Nvidia und Aleph Alpha bieten Verpflichtungszusagen an",
        (
            "Nvidia und Aleph Alpha haben dem Bundeskartellamt in dem Verfahren B6-77/26 zu Künstlicher Intelligenz "
            "Verpflichtungszusagen angeboten. Stellungnahmen sind bis zum 15. Januar 2027 möglich.",
        ),
        ("Confirmed: the Federal Cartel Office has taken a step on commitments",),
    ),
    Day(
        "authority",
        "Bundeskartellamt stellt Verfahren gegen Nvidia und Aleph Alpha ein",
        (
            "Das Bundeskartellamt hat das Verfahren gegen Nvidia und Aleph Alpha zu Künstlicher Intelligenz (B6-77/26) "
            "eingestellt.",
        ),
        ("Confirmed: the Federal Cartel Office has closed its case on Nvidia",),
    ),
)


@pytest.mark.parametrize(
    ("story", "authority", "language", "outlet"),
    [
        pytest.param(ENGLISH, "eu-ec", "en", "The Harbour Ledger", id="Commission, Microsoft, Mistral AI"),
        pytest.param(
            GERMAN,
            "de-bkarta",
            "de",
            "Der Hafenbote",
            id="Bundeskartellamt, Nvidia, Aleph Alpha",
        ),
    ],
)
def test_one_thread_with_the_right_states(
    story: Sequence[Day], authority: str, language: str, outlet: str, tmp_path: Path
) -> None:
    with serve() as web, FakeSlack(channels={CHANNEL: "legal"}) as slack:
        settings = settings_for(tmp_path, slack.base_url)
        play(story, web, settings, authority, language, outlet)
        posted = [m for m in slack.messages if "Now watching" not in m["text"]]
    with Database(settings.live_file).transaction() as connection:
        alerts = fetch(connection, "SELECT * FROM record.alerts WHERE kind <> 'summary' ORDER BY number")
        due = fetch(connection, "SELECT date, sentence, kind FROM record.deadlines")
    expected = [words for day in story for words in day.told]
    assert [a["message"]["text"][: len(w)] for a, w in zip(alerts, expected, strict=False)] == expected
    assert len(alerts) == len(expected)
    assert [m["text"] for m in posted] == [a["message"]["text"] for a in alerts]
    assert {m["thread_ts"] for m in posted[1:]} == {posted[0]["ts"]}, "one thread in Slack"
    assert [bool(m.get("reply_broadcast")) for m in posted[1:]] == [a["placement"] == "broadcast" for a in alerts[1:]]
    assert "State of the case: closed (confirmed)" in str(posted[0]["blocks"]), "its first message says how it ended"
    assert len({alert["thread"] for alert in alerts}) == 1, "one case, one thread"
    places = {"exposure": "reply"}
    assert [a["placement"] for a in alerts] == [
        "top", *(places.get(a["kind"], "broadcast") for a in alerts[1:])
    ]  # fmt: skip
    parents = [a["parent"]["blocks"] for a in alerts if a["parent"]]
    states = ["opened (contradicted)", "opened (confirmed)", "commitments (confirmed)", "closed (confirmed)"]
    assert [state in parent for parent, state in zip(parents, states, strict=True)] == [True] * 4
    if authority == "eu-ec":
        exposed = next(a for a in alerts if a["kind"] == "exposure")
        assert exposed["companies"] == ["sap", "infomaniak"]
        assert "Infomaniak uses models of Mistral AI (general knowledge, unverified)" in exposed["message"]["blocks"]
        assert [(str(d["date"]), d["sentence"], d["kind"]) for d in due] == [
            ("2027-01-15", "All interested parties can submit comments until 15 January 2027.", "comments")
        ]


def play(story: Sequence[Day], web: Web, settings: Settings, authority: str, language: str, outlet: str) -> None:
    """Play the days of a story, each at ten in the morning, after a quiet first poll."""
    old = ("Annual report published", "/old.html")
    web.answers["/old.html"] = page(article(old[0], "The report describes the past year, chapter by chapter."))
    feeds: dict[str, list[tuple[str, str]]] = {"press": [old], "authority": [old]}
    sources = (
        source(web.base, "press", authority=None, official=False, publisher=outlet, priority=2, language=language),
        source(web.base, "authority", authority=authority, publisher=authority, language=language),
    )
    clock = HandClock(datetime(2026, 11, 16, 10, tzinfo=UTC))
    with house(settings, sources, clock, []) as tools:
        for number, day in enumerate((None, *story)):
            if day:
                path = f"/{number}.html"
                web.answers[path] = page(article(day.title, *day.paragraphs))
                feeds[day.source].insert(0, (day.title, path))
                clock.skip(days=1)
            for name, items in feeds.items():
                when = f"{clock.time:%a, %d %b %Y} 08:00:00 GMT"
                web.answers[f"/{name}"] = page(rss(*items, base=web.base, when=when), "application/rss+xml")
            watch_once(tools, every_source=True)
