"""Threads, digests, quiet hours, mutes, reminders, exposure and the weekly word, on a real store."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from flows.corrections import corrections
from flows.gathering import gather
from flows.reminding import give_up_waiting, remind
from flows.still_watching import tell_still_watching
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.catalogue import Basis, Company, Relation
from schemas.event import Event
from schemas.finding import Evidence, Party
from schemas.watch import Watch
from schemas.words import Action, AlertKind, AlertState, Placement, Role, Standing
from store.events import save_events
from store.mutes import mute, unmute
from store.outbox import add_alerts
from store.runs import save_run
from tests.fakes.desk import alerts, desk, happens
from tests.fakes.house import HandClock
from tests.samples import case, event, run_report

START = datetime(2026, 11, 19, 10, tzinfo=UTC)  # a Thursday
GENERAL = Basis(kind="general_knowledge")
SENTENCE = "The contract between Infomaniak and OpenAI runs until 2029."
CATALOGUE = Catalogue(
    companies={
        name: Company(id=name, name=name.capitalize(), ai=ai)  # type: ignore[arg-type]
        for name, ai in zip(
            ("openai", "infomaniak", "host", "far", "fund"), ("pure", "mixed", "pure", "pure", "pure"), strict=True
        )
    },
    relations=(
        Relation(company="infomaniak", kind="uses_models_of", to="openai", basis=GENERAL),
        Relation(company="openai", kind="cloud_provider", to="host", verified=True,
            basis=Basis(kind="document", document="doc_7", sentence=SENTENCE)),
        Relation(company="far", kind="hosted_by", to="host", basis=GENERAL),
        Relation(company="fund", kind="investor", to="openai", basis=GENERAL),
    ),
)  # fmt: skip


def watch(id: str = "r", **given: Any) -> Watch:
    return Watch.model_validate(
        {"id": id, "channel": "#legal", "companies": ["openai"], "exposure_hops": 0, "still_watching": False, **given}
    )


def opened(folder: Path, *watches: Watch) -> tuple[Tools, HandClock]:
    return desk(folder, watches or (watch(),), CATALOGUE, START)


def step(id: str = "e1", **given: Any) -> Event:
    return event(id, **{"ai_nexus": True, "published": START, "first_seen": START, **given})


def places(tools: Tools) -> list[tuple[AlertKind, Placement, bool]]:
    return [(alert.kind, alert.placement, alert.parent is not None) for alert in alerts(tools)]


def test_what_changes_the_state_is_for_the_channel_and_the_rest_for_the_thread(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path)
    reported = step(standing=Standing.REPORTED)
    happens(tools, reported, case())
    clock.skip(days=1)
    confirmed = reported.model_copy(update={"standing": Standing.CONFIRMED})
    happens(tools, confirmed, case(), changed=("standing",))
    happens(tools, confirmed, case(), changed=("parties",))
    happens(tools, step("e2", action=Action.DECISION), case(state=Action.DECISION))
    happens(tools, step("e3", action=Action.OBJECTIONS), case(state=Action.DECISION))  # told late
    assert places(tools) == [
        (AlertKind.STEP, Placement.TOP, False),
        (AlertKind.CONFIRMED, Placement.BROADCAST, True),
        (AlertKind.CORRECTION, Placement.REPLY, False),
        (AlertKind.STEP, Placement.BROADCAST, True),
        (AlertKind.STEP, Placement.REPLY, False),
    ]
    assert {alert.thread for alert in alerts(tools)} == {"c1"}
    parent = alerts(tools)[3].parent
    assert parent is not None
    assert "State of the case: decision (confirmed), 2026-11-19" in parent.blocks
    assert parent.text == alerts(tools)[0].message.text, "nothing but its state line changes"
    assert parent.blocks.count("State of the case") == 1


def test_a_correction_goes_to_those_who_were_told_with_the_manners_of_their_route(tmp_path: Path) -> None:
    quiet = {"quiet_from": time(19), "quiet_until": time(8), "time_zone": "UTC"}
    tools, clock = opened(tmp_path, watch("day"), watch("night", channel="#night", **quiet))
    told = step()
    happens(tools, told, case())
    clock.skip(hours=12)
    with tools.database.transaction() as connection:
        add_alerts(connection, corrections(connection, told, ("amount",), tools, diff="[-5-] {+6+}"))
        mute(connection, "c1", "anna", clock())
        add_alerts(connection, corrections(connection, told, ("deadline",), tools))
    assert [(a.channel, a.revision, a.state, a.placement, a.thread) for a in alerts(tools)[2:]] == [
        ("#legal", 1, AlertState.PENDING, Placement.REPLY, "c1"),
        ("#night", 1, AlertState.HELD, Placement.REPLY, "c1"),
        ("#legal", 2, AlertState.WITHDRAWN, Placement.REPLY, "c1"),
        ("#night", 2, AlertState.WITHDRAWN, Placement.REPLY, "c1"),
    ]
    assert "[-5-] {+6+}" in alerts(tools)[2].message.blocks


def test_a_step_nobody_was_told_of_needs_no_correction(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path)
    with tools.database.transaction() as connection:
        save_events(connection, (), (), (case(),))
        mute(connection, "c1", "anna", clock())
    happens(tools, step(), case())
    assert [alert.state for alert in alerts(tools)] == [AlertState.WITHDRAWN]
    with tools.database.transaction() as connection:
        assert corrections(connection, step(), ("amount",), tools) == ()
        assert corrections(connection, step("e2"), ("amount",), tools) == ()


def test_a_daily_digest_tells_all_in_one_message_and_urgent_steps_at_once(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path, watch(send="daily"))
    for number, action in enumerate((Action.OPENED, Action.INSPECTION, Action.OBJECTIONS)):
        happens(tools, step(f"e{number}", action=action, case=f"c{number}"), case(f"c{number}"))
    gather(tools)
    assert [alert.state for alert in alerts(tools)] == [AlertState.HELD, AlertState.PENDING, AlertState.HELD]
    clock.skip(days=1)
    gather(tools)
    gather(tools)
    first, _, third, digest = alerts(tools)
    assert digest.kind is AlertKind.DIGEST
    assert digest.message.text == "Daily digest: 2 messages about 2 cases"
    assert {first.state, third.state} == {AlertState.DIGESTED}
    assert {first.digest, third.digest} == {digest.id}
    assert first.message.text in digest.message.blocks
    assert third.message.text in digest.message.blocks


def test_a_burst_is_coalesced_and_one_alone_goes_as_it_is(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path, watch(gather_minutes=10))
    happens(tools, step(), case())
    clock.skip(minutes=10)
    gather(tools)
    assert [alert.state for alert in alerts(tools)] == [AlertState.PENDING]
    for number in range(2, 32):
        happens(tools, step(f"e{number}", case=f"c{number}"), case(f"c{number}"))
    clock.skip(minutes=10)
    gather(tools)
    told = alerts(tools)
    digests = [alert for alert in told if alert.kind is AlertKind.DIGEST]
    assert len(digests) == 3, "thirty alerts, twelve a digest: all are told, none only counted"
    for alert in told[1:31]:
        digest = next(item for item in digests if item.id == alert.digest)
        assert alert.message.text in digest.message.blocks


def test_quiet_hours_hold_back_and_the_most_impatient_route_decides(tmp_path: Path) -> None:
    quiet = watch(quiet_from=time(9), quiet_until=time(18))
    tools, _ = opened(tmp_path, quiet, watch("awake", channel="#other"))
    happens(tools, step(), case())
    happens(tools, step("e2", action=Action.PROHIBITED), case())
    assert [(a.channel, a.state, a.hold_until) for a in alerts(tools)] == [
        ("#legal", AlertState.HELD, datetime(2026, 11, 19, 17, tzinfo=UTC)),
        ("#other", AlertState.PENDING, None),
        ("#legal", AlertState.PENDING, None),
        ("#other", AlertState.PENDING, None),
    ]
    both, _ = opened(tmp_path / "both", quiet, watch("awake"))
    happens(both, step(), case())
    assert [(a.state, a.routes) for a in alerts(both)] == [(AlertState.PENDING, ("r", "awake"))]


def test_a_muted_case_is_kept_and_not_told(tmp_path: Path) -> None:
    tools, _ = opened(tmp_path)
    with tools.database.transaction() as connection:
        assert mute(connection, "c1", "anna", START)
        assert not mute(connection, "c1", "bert", START)
    happens(tools, step(), case())
    with tools.database.transaction() as connection:
        assert unmute(connection, "c1", "anna", START)
    happens(tools, step("e2", action=Action.CLOSED), case(state=Action.CLOSED))
    first, second = alerts(tools)
    assert (first.state, first.reason) == (AlertState.WITHDRAWN, "the case is muted by anna")
    assert (second.state, second.placement) == (AlertState.PENDING, Placement.TOP), "it opens the thread"


def test_a_deadline_is_recalled_in_time_each_time_once(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path)
    words = "Comments on the commitments are possible until 15 January 2027."
    told = step(
        action=Action.COMMITMENTS,
        deadline=date(2027, 1, 15),
        evidence=Evidence(text=words, start=0, end=len(words), field="text"),
    )
    happens(tools, told, case(state=Action.COMMITMENTS))
    for _ in range(70):
        remind(tools)
        clock.skip(days=1)
    reminders = [alert for alert in alerts(tools) if alert.kind is AlertKind.REMINDER]
    assert [f"{alert.created_at:%Y-%m-%d}" for alert in reminders] == ["2027-01-01", "2027-01-12"]
    assert {(alert.placement, alert.thread) for alert in reminders} == {(Placement.REPLY, "c1")}
    assert reminders[1].message.text.startswith("Deadline in 3 days: comments are possible until 2027-01-15.")
    assert words in reminders[1].message.blocks
    assert words in alerts(tools)[0].message.blocks, "the step itself tells the deadline's sentence"


def test_a_report_nobody_confirms_is_said_to_be_unconfirmed_once(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path)
    happens(tools, step(standing=Standing.REPORTED, publisher="The Ledger"), case())
    for _ in range(12):
        clock.skip(days=1)
        give_up_waiting(tools)
    told = alerts(tools)
    assert [alert.kind for alert in told] == [AlertKind.STEP, AlertKind.CORRECTION]
    assert told[1].message.text.startswith("Unconfirmed: The Ledger wrote that")
    assert "7 days after the report no text of the authority confirms it." in told[1].message.blocks


@pytest.mark.parametrize(
    ("trap", "watched", "hops", "parties", "expected"),
    [
        ("one hop", ["infomaniak"], 1, ["openai"], ("infomaniak",)),
        ("switched off", ["infomaniak"], 0, ["openai"], None),
        ("two hops are not told by default", ["far"], 1, ["openai"], None),
        ("two hops, asked for", ["far"], 2, ["openai"], ("far",)),
        ("an investor does not depend on it", ["fund"], 1, ["openai"], None),
        ("in the event too: told of that, not of exposure", ["infomaniak"], 1, ["openai", "infomaniak"], None),
        ("nobody depends on it", ["openai"], 1, ["far"], None),
    ],
)
def test_exposure(
    trap: str, watched: list[str], hops: int, parties: list[str], expected: tuple[str, ...] | None, tmp_path: Path
) -> None:
    tools, _ = opened(tmp_path, watch(companies=watched, exposure_hops=hops))
    targets = tuple(Party(name=name, company=name, role=Role.TARGET) for name in parties)
    happens(tools, step(parties=targets), case())
    told = [alert.companies for alert in alerts(tools) if alert.kind is AlertKind.EXPOSURE]
    assert told == ([expected] if expected else [])


def test_exposure_tells_the_path_with_the_basis_of_each_edge_once_a_case(tmp_path: Path) -> None:
    tools, _ = opened(tmp_path, watch(companies=["far"], exposure_hops=2))
    happens(tools, step(), case())
    happens(tools, step("e2", action=Action.DECISION), case(state=Action.DECISION))
    (told,) = alerts(tools)
    assert told.message.text.startswith("Exposure: Far through Openai. Confirmed:")
    assert "Far is hosted by Host (general knowledge, unverified)" in told.message.blocks
    assert f"Openai provides cloud to Host ({SENTENCE}, verified)" in told.message.blocks


def test_an_older_step_told_as_context_exposes_nobody(tmp_path: Path) -> None:
    tools, _ = opened(tmp_path, watch(companies=["infomaniak"], exposure_hops=1))
    happens(tools, step(status="background"), case())
    happens(tools, step("e2", baseline=True), case())
    assert alerts(tools) == []


def test_unlisted_ai_firms_go_to_their_own_route(tmp_path: Path) -> None:
    tools, _ = opened(tmp_path, watch(), watch("unlisted", channel="#unlisted", companies=[], unlisted=True))
    new = (Party(name="Brandneu AI", role=Role.TARGET),)
    happens(tools, step(parties=new), case())
    happens(tools, step("e2", parties=new, ai_nexus=False), case())
    assert [(alert.channel, alert.companies) for alert in alerts(tools)] == [("#unlisted", ("Brandneu AI",))]


def test_the_weekly_word_comes_once_a_week_from_the_second_on(tmp_path: Path) -> None:
    tools, clock = opened(tmp_path, watch(still_watching=True))
    with tools.database.transaction() as connection:
        save_run(connection, run_report(started=START, finished=START))
    for _ in range(30):
        tell_still_watching(tools)
        clock.skip(days=1)
    words = alerts(tools)
    assert [f"{alert.created_at:%Y-%m-%d}" for alert in words] == ["2026-11-30", "2026-12-07", "2026-12-14"]
    assert words[0].message.text == "Still watching: 0 sources, 0 silent, 0 near misses"
