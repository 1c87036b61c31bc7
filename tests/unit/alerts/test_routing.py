"""Who is told of an event, and the reason when nobody is."""

from typing import Any

import pytest

from alerts.routing import Routed, route, why_not
from knowledge.catalogue import Catalogue
from schemas.catalogue import Company
from schemas.event import Event
from schemas.finding import Party
from schemas.watch import Watch
from schemas.words import Action, AiNexus, Confidence, Instrument, Role, Standing, Status
from tests.samples import event

CATALOGUE = Catalogue(
    companies={
        "openai": Company(id="openai", name="OpenAI", ai="pure", groups=("labs",)),
        "mistral-ai": Company(id="mistral-ai", name="Mistral AI", ai="pure", groups=("labs", "european")),
        "google": Company(id="google", name="Google", ai="mixed", groups=("platforms",)),
    }
)
TARGET, COMPLAINANT = Role.TARGET, Role.COMPLAINANT


def watch(id: str = "legal", channel: str = "C1", **given: Any) -> Watch:
    return Watch.model_validate({"id": id, "channel": channel, **given})


def step(*firms: tuple[str | None, Role], **given: Any) -> Event:
    parties = tuple(Party(name=firm or "Nobody Listed", company=firm, role=role) for firm, role in firms)
    return event(**{"parties": parties, "confidence": Confidence.MEDIUM, **given})


OPENAI = ("openai", TARGET)
GOOGLE = ("google", TARGET)
ALL = watch(companies=("openai", "google"))

ROWS: list[tuple[str, Event, Watch, tuple[str, ...] | str]] = [
    ("a watched target", step(OPENAI), ALL, ("openai",)),
    ("by its group", step(OPENAI), watch(groups=("labs",)), ("openai",)),
    ("by firm and group, once", step(OPENAI), watch(companies=("openai",), groups=("labs",)), ("openai",)),
    ("named as target and as complainant of another claim",
        step(OPENAI, ("openai", COMPLAINANT)), ALL, ("openai",)),
    ("only a complainant", step(("openai", COMPLAINANT)), ALL, "not its target: openai (complainant)"),
    ("only affected, another is target", step(("openai", Role.AFFECTED), GOOGLE),
        watch(companies=("openai",)), "not its target: openai (affected)"),
    ("a firm that is not watched", step(OPENAI), watch(companies=("mistral-ai",)), "none of its targets"),
    ("a watch that names nobody", step(OPENAI), watch(), "none of its targets"),
    ("a firm nobody listed", step((None, TARGET)), ALL, "none of its targets"),
    ("a firm that left the catalogue", step(("gone", TARGET), ai_nexus=True),
        watch(companies=("gone",)), ("gone",)),
    *((f"a step that is {status.value}", step(OPENAI, status=status), ALL, f"{status.value}, not asserted")
        for status in Status if status is not Status.ASSERTED),
    ("an action asked for", step(OPENAI, action=Action.OPENED),
        watch(companies=("openai",), actions=(Action.OPENED,)), ("openai",)),
    ("an action not asked for", step(OPENAI, action=Action.DECISION),
        watch(companies=("openai",), actions=(Action.OPENED,)), "action decision"),
    ("a law not asked for", step(OPENAI, instrument=Instrument.DSA),
        watch(companies=("openai",), instruments=(Instrument.DMA,)), "instrument dsa"),
    ("confidence at the threshold", step(OPENAI), watch(companies=("openai",)), ("openai",)),
    ("confidence below it", step(OPENAI, confidence=Confidence.LOW), ALL, "confidence low is below"),
    ("high asked, medium there", step(OPENAI),
        watch(companies=("openai",), confidence=Confidence.HIGH), "confidence medium is below"),
    ("press, official only", step(OPENAI, standing=Standing.REPORTED),
        watch(companies=("openai",), official_only=True), "own text"),
    ("confirmed, official only", step(OPENAI, standing=Standing.CONFIRMED),
        watch(companies=("openai",), official_only=True), ("openai",)),
    ("a denied report still reaches who was told of it", step(OPENAI, standing=Standing.CONTRADICTED), ALL,
        ("openai",)),
    # The AI rule: ai_nexus of the matter, "pure" or "mixed" of the firm, and what the watch asks.
    ("by company: pure, not known", step(OPENAI, ai_nexus=None), ALL, ("openai",)),
    ("by company: pure, not about AI", step(OPENAI, ai_nexus=False), ALL, ("openai",)),
    ("by company: mixed, about AI", step(GOOGLE, ai_nexus=True), ALL, ("google",)),
    ("by company: mixed, not about AI", step(GOOGLE, ai_nexus=False), ALL, "is not about AI"),
    ("by company: mixed, not known", step(GOOGLE, ai_nexus=None), ALL, "not known to be about AI"),
    ("by company: both, not about AI: the pure one only", step(OPENAI, GOOGLE, ai_nexus=False), ALL,
        ("openai",)),
    ("by company: both, about AI", step(OPENAI, GOOGLE, ai_nexus=True), ALL, ("openai", "google")),
    ("by company: gone from the catalogue, not known", step(("gone", TARGET), ai_nexus=None),
        watch(companies=("gone",)), "gone"),
    ("required: pure, not known", step(OPENAI, ai_nexus=None),
        watch(companies=("openai",), ai_nexus=AiNexus.REQUIRED), "asks for that: OpenAI"),
    ("required: pure, about AI", step(OPENAI, ai_nexus=True),
        watch(companies=("openai",), ai_nexus=AiNexus.REQUIRED), ("openai",)),
    ("any: mixed, not about AI", step(GOOGLE, ai_nexus=False),
        watch(companies=("google",), ai_nexus=AiNexus.ANY), ("google",)),
]  # fmt: skip


@pytest.mark.parametrize(("told", "asked", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_one_watch(told: Event, asked: Watch, expected: tuple[str, ...] | str) -> None:
    reason = why_not(told, asked, CATALOGUE)
    routed = route(told, [asked], CATALOGUE)
    if isinstance(expected, str):
        assert reason is not None
        assert expected in reason
        assert routed == ()
    else:
        assert reason is None
        assert routed == (Routed(channel="C1", watches=("legal",), companies=expected),)


def test_two_watches_on_one_channel_are_one_message_naming_both() -> None:
    watches = [
        watch("labs", groups=("labs",)),
        watch("elsewhere", "C2", companies=("google",)),
        watch("platforms", companies=("google",)),
        watch("nobody", "C3", companies=("mistral-ai",)),
    ]
    assert route(step(GOOGLE, OPENAI, ai_nexus=True), watches, CATALOGUE) == (
        Routed(channel="C1", watches=("labs", "platforms"), companies=("openai", "google")),
        Routed(channel="C2", watches=("elsewhere",), companies=("google",)),
    )


def test_without_a_watch_nobody_is_told() -> None:
    assert route(step(OPENAI), [], CATALOGUE) == ()
