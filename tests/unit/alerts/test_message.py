"""What legal reads, and that nothing from outside can act in it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from alerts.message import (
    confirmed_message,
    contradicted_message,
    correction_message,
    ops_message,
    step_message,
)
from alerts.routing import Routed
from alerts.sums import summary_message
from alerts.terminal import plain_text
from knowledge.catalogue import Catalogue
from schemas.alert import Message
from schemas.catalogue import Authority, AuthorityName, Basis, Company, Relation
from schemas.event import Event, StoredFinding
from schemas.finding import Amount, Evidence, Finding, Party
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status
from tests.fakes.slack import why_not_message
from tests.samples import case, event
from tests.strategies import cases, events

FIRST_SEEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
GENERAL = Basis(kind="general_knowledge")
CATALOGUE = Catalogue(
    companies={
        "mistral-ai": Company(id="mistral-ai", name="Mistral AI"),
        "infomaniak": Company(id="infomaniak", name="Infomaniak"),
        "fund": Company(id="fund", name="The Fund"),
    },
    authorities={
        "eu-ec": Authority(id="eu-ec", jurisdiction="EU", names=(AuthorityName(lang="en", text="European Commission"),))
    },
    relations=(
        Relation(company="fund", kind="investor", to="mistral-ai", basis=GENERAL),
        Relation(company="infomaniak", kind="uses_models_of", to="mistral-ai", basis=GENERAL),
    ),
)
ROUTED = Routed(channel="C1", watches=("labs", "european"), companies=("mistral-ai",))
QUOTE = "Die Kommission hat ein Verfahren gegen Mistral AI eröffnet."


def step(**given: Any) -> Event:
    fields: dict[str, Any] = {
        "authority": "eu-ec",
        "action": Action.OPENED,
        "standing": Standing.REPORTED,
        "instrument": Instrument.ANTITRUST,
        "parties": (
            Party(name="Mistral AI", company="mistral-ai", role=Role.TARGET),
            Party(name="OpenAI", company="openai", role=Role.COMPLAINANT),
        ),
        "case_numbers": ("AT.40999",),
        "amount": Amount(value=1_500_000, currency="EUR"),
        "deadline": date(2026, 9, 1),
        "evidence": Evidence(text=QUOTE, start=0, end=len(QUOTE), field="text"),
        "publisher": "Handelsblatt",
        "document_title": "Brüssel prüft Mistral",
        "language": "de",
        "url": "https://example.org/a?b=1&c=2",
        "published": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "first_seen": FIRST_SEEN,
        "ai_nexus": True,
        "ai_reason": "Sprachmodelle",
    }
    return event(**{**fields, **given})


def read(message: Message) -> str:
    return plain_text(message)


def test_a_matter_that_only_runs_is_not_told_as_begun() -> None:
    told = step_message(step(marks=("running:",)), None, ROUTED, CATALOGUE).text
    assert told == (
        "Reported: Handelsblatt writes that the European Commission has an investigation into Mistral AI under way"
    )


def test_a_press_report_is_reported_and_says_everything() -> None:
    message = step_message(step(), None, ROUTED, CATALOGUE)
    told = "Reported: Handelsblatt writes that the European Commission has opened an investigation into Mistral AI"
    assert message.text == told
    assert read(message).split("\n") == [
        told,
        "─" * 100,
        "An investigation is not a finding: it does not mean that the law was broken.",
        "  Authority: European Commission",
        "  Step: opened",
        "  Target: Mistral AI",
        "  Also named: OpenAI (complainant)",
        "  Law: antitrust",
        "  Case: AT.40999",
        "  Amount: EUR 1,500,000",
        "  Deadline: 2026-09-01",
        "  Published / first seen: 2026-03-01 08:00 UTC / 2026-03-02 09:30 UTC",
        f"“{QUOTE}”",
        "  · Evidence: from the text, in German",
        "Read the report: https://example.org/a?b=1&c=2",
        "  · AI: the matter is about AI: “Sprachmodelle”",
        "  · Exposed: Infomaniak uses models of Mistral AI (general knowledge, unverified)",
        "  · Exposed: The Fund is an investor in Mistral AI (general knowledge, unverified)",
        "  · You get this because of the watches labs and european (Mistral AI). Confidence: high.",
        "  · Source: Handelsblatt: Brüssel prüft Mistral",
        f"  · Why: casewatch explain {step().id}",
    ]


def test_the_authoritys_own_text_is_confirmed() -> None:
    message = step_message(step(standing=Standing.CONFIRMED), None, ROUTED, CATALOGUE)
    assert message.text == "Confirmed: the European Commission has opened an investigation into Mistral AI"
    assert "Read the authority's text" in read(message)


@pytest.mark.parametrize(
    ("trap", "changes", "words"),
    [
        ("late", {}, "Late: the text was published well before casewatch found it."),
        ("no date", {"published": None}, "no date given / 2026-03-02"),
        ("an authority nobody listed", {"authority": "other:Bureau of Things"}, "the Bureau of Things has"),
        ("the case's number when the event has none", {"case_numbers": ()}, "Case: M.1"),
        ("braces in a name", {"parties": (Party(name="{authority}", role=Role.TARGET),)}, "into {authority}"),
        ("no target", {"parties": ()}, "into firms it does not name"),
        ("AI not known", {"ai_nexus": None}, "the text does not say whether"),
        ("not AI", {"ai_nexus": False}, "names nothing that makes this a matter of AI"),
        ("a link that is none", {"url": "javascript:alert(1)"}, "There is no web address to link to."),
        ("a language without a name here", {"language": "sw"}, "Evidence: from the text, in sw"),
        ("no language", {"language": None}, "Evidence: from the text\n"),
        ("many firms", {"parties": tuple(Party(name=f"F{n}", role=Role.TARGET) for n in range(9))},
            "F0, F1, F2, F3, F4, F5 and 3 more"),
    ],
)  # fmt: skip
def test_what_a_message_says(trap: str, changes: dict[str, Any], words: str) -> None:
    late = trap == "late"
    told = step_message(step(**changes), case(case_numbers=("M.1",)), ROUTED, CATALOGUE, late=late)
    assert words in read(told)
    assert told.text.startswith("Late. ") is late


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("standing", list(Standing))
def test_every_step_reads_as_a_sentence(action: Action, standing: Standing) -> None:
    message = step_message(step(action=action, standing=standing), None, ROUTED, CATALOGUE)
    assert message.text.startswith(f"{standing.value.capitalize()}: ")
    assert "the European Commission" in message.text
    assert "Mistral AI" in message.text
    assert "{" not in message.text


def test_a_long_headline_loses_nobody() -> None:
    firms = tuple(Party(name=f"Firm with a rather long name {n}", role=Role.TARGET) for n in range(6))
    blocks = step_message(step(parties=firms), None, ROUTED, CATALOGUE).block_list()
    header = blocks[0]["text"]["text"]
    assert len(header) <= 150
    assert header.endswith("…")
    assert "long name 5" in blocks[1]["text"]["text"]


def test_confirmed_and_contradicted_say_what_changed() -> None:
    confirmed = read(confirmed_message(step(standing=Standing.CONFIRMED), None, ROUTED, CATALOGUE))
    assert "Until now this was only reported." in confirmed
    assert QUOTE in confirmed
    words = "We have not opened proceedings against Mistral AI."
    told = contradicted_message(step(standing=Standing.CONTRADICTED), None, ROUTED, CATALOGUE, denial=_denial(words))
    assert "Contradicted: Handelsblatt wrote that the European Commission has opened" in read(told)
    assert f"“{words}” (European Commission)" in read(told)
    assert "Read the denial: https://ec.example/denial" in read(told)
    without = contradicted_message(step(standing=Standing.CONTRADICTED), None, ROUTED, CATALOGUE)
    assert "The authority itself denies this." in read(without)


def test_a_correction_names_what_changed() -> None:
    told = read(correction_message(step(), None, ROUTED, CATALOGUE, changed=("parties", "case_numbers")))
    assert "Corrected: the European Commission has opened" in told
    assert "What changed since this was told: parties and case numbers." in told


def test_a_quiet_first_poll_is_summed_up() -> None:
    there = [step(id=f"e{day}", published=datetime(2026, 3, day, tzinfo=UTC)) for day in range(1, 13)]
    told = read(summary_message({"ec": 40, "cma": 1}, there, CATALOGUE, now=FIRST_SEEN, shown=3)).split("\n")
    assert told[0] == "Now watching 2 sources: 12 steps already there"
    assert "until 2026-03-02 09:30 UTC: 41." in told[2]
    assert [line[:10] for line in told[3:6]] == ["2026-03-12", "2026-03-11", "2026-03-10"]
    assert told[6] == "and 9 more: casewatch cases"
    assert told[7] == "  · Documents a source: ec (40) and cma (1)"
    nothing = read(summary_message({"ec": 1}, [], CATALOGUE, now=FIRST_SEEN))
    assert nothing.startswith("Now watching 1 source: 0 steps already there")
    assert "None of them tells a step" in nothing


HOSTILE = [
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|click>",
    "*bold* _it_ ~no~ `code`",
    "```",
    ":rotating_light:",
    "&lt;!channel&gt;",
    "a\u202egnp.exe",
    "\x1b[31mred\x07",
    "line\nbreak\u2028two",
    "<" * 500,
    "wörter & " * 60,
    "",
]
hostile = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.sampled_from(HOSTILE).map(lambda s: f"x {s} y"))
_FORMATS = re.compile(r"[*_~`]")


def hostile_events() -> st.SearchStrategy[Event]:
    """Return events in which every word is from outside."""
    changes = st.fixed_dictionaries(
        {
            "authority": hostile.map(lambda name: f"other:{name}"),
            "parties": st.lists(st.builds(Party, name=hostile, role=st.sampled_from(Role)), max_size=4).map(tuple),
            "case_numbers": st.lists(hostile, max_size=3).map(tuple),
            "amount": st.none() | st.builds(Amount, value=st.floats(0, 1e300), currency=hostile),
            "evidence": hostile.map(lambda text: Evidence(text=text, start=0, end=0, field="text")),
            "ai_reason": hostile,
            "document_title": hostile,
            "publisher": hostile,
            "language": hostile,
            "url": st.one_of(hostile, hostile.map(lambda end: f"https://example.org/{end}")),
            "standing": st.sampled_from(Standing),
            "action": st.sampled_from(Action),
        }
    )  # fmt: skip
    return changes.map(lambda given: step(**given))


@settings(max_examples=60)
@given(hostile_events(), st.lists(hostile, max_size=3), hostile)
def test_nothing_from_outside_can_act(told: Event, sources: list[str], reason: str) -> None:
    exposed = [Relation(company="a", kind="partner", to="b", basis=Basis(kind="document", sentence=reason))]
    for message in (
        step_message(told, None, ROUTED, CATALOGUE, exposed=exposed, late=True),
        contradicted_message(told, None, ROUTED, CATALOGUE, denial=_denial(reason)),
        correction_message(told, None, ROUTED, CATALOGUE, changed=sources),
        summary_message(dict.fromkeys(sources, 1), [told] * 30, CATALOGUE, now=FIRST_SEEN),
        ops_message(reason),
    ):
        assert_harmless(message)


@settings(max_examples=60)
@given(events, st.none() | cases)
def test_every_event_the_store_can_hold_gives_a_valid_message(told: Event, of: Any) -> None:
    assert_harmless(confirmed_message(told, of, ROUTED, CATALOGUE))


@pytest.mark.parametrize("endless", ["<" * 9000, "wörter & " * 2000, "é" * 9000, "👩‍👩‍👧" * 3000, "\U0001f525" * 9000])
def test_endless_texts_are_cut(endless: str) -> None:
    firms = tuple(Party(name=f"{n}{endless}", role=Role.TARGET) for n in range(30))
    told = step(
        authority=f"other:{endless}",
        parties=firms,
        case_numbers=tuple(f"{n}{endless}" for n in range(30)),
        amount=Amount(value=1e300, currency=endless),
        evidence=Evidence(text=endless, start=0, end=1, field="text"),
        ai_reason=endless,
        document_title=endless,
        publisher=endless,
        language=endless,
        url=f"https://example.org/{endless}",
    )
    assert_harmless(step_message(told, None, ROUTED, CATALOGUE))
    assert_harmless(contradicted_message(told, None, ROUTED, CATALOGUE, denial=_denial(endless)))
    assert_harmless(summary_message({endless: 1}, [told] * 99, CATALOGUE, now=FIRST_SEEN, shown=99))
    assert_harmless(ops_message(endless))


def assert_harmless(message: Message) -> None:
    """Slack takes it, the only live links are ours, and no text from outside is formatted."""
    blocks = message.block_list()
    assert 0 < len(message.text) < 4000
    assert not re.search(r"[<>*_~`]", message.text)
    assert 0 < len(blocks) <= 50
    assert len(message.blocks) <= 12_000
    assert _slack_takes(message)
    for text in _texts(blocks):
        words = text["text"]
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]", words)
        assert not re.search(r"&(?!amp;|lt;|gt;)", words)
        if text["type"] == "plain_text":
            assert "<" not in words
            assert ">" not in words
            assert text["emoji"] is False
        elif words.startswith("<"):
            link = re.fullmatch(r"<(https?://[^<>|\s]+)\|(Read [a-z' ]+)>", words)
            assert link, words
        else:
            label, value = words.split("\n")
            assert re.fullmatch(r"\*[A-Z][a-z /]+\*", label)
            assert not _FORMATS.search(value)
            assert "<" not in value
            assert text["verbatim"] is True


def _slack_takes(message: Message) -> bool:
    for block in message.block_list():
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    return why_not_message({"text": message.text, "blocks": message.block_list()}) is None


def _texts(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from [block["text"]] if "text" in block else block.get("fields") or block["elements"]


def _denial(words: str) -> StoredFinding:
    said = Finding(
        authority="eu-ec",
        action=Action.OPENED,
        status=Status.DENIED,
        evidence=Evidence(text=words, start=0, end=len(words), field="text"),
        confidence=Confidence.HIGH,
        rule="x",
    )
    return StoredFinding(
        id="f",
        document="d",
        version=1,
        extractor="x",
        official=True,
        authority="eu-ec",
        publisher="European Commission",
        url="https://ec.example/denial",
        found_at=FIRST_SEEN,
        finding=said,
    )
