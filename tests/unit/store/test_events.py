"""Events, cases and findings: what is offered for linking, and what hangs together."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from schemas.event import Event
from schemas.finding import Party
from schemas.keys import happened_at, lookup_keys
from schemas.words import Role
from store.baselines import baseline_counts, baseline_events, mark_summed_up, open_baselines
from store.database import Connection
from store.documents import save_poll, save_text
from store.events import (
    FEW_KEYS,
    MOST_CANDIDATES,
    Wanted,
    cases_of,
    event_findings,
    event_links,
    events_of_case,
    events_of_document,
    linkable_events,
    linkable_to_each,
    list_cases,
    load_case,
    load_event,
    save_events,
)
from store.readings import findings_of_document, load_reading, save_reading
from tests.samples import (
    NOW,
    case,
    document,
    event,
    finding,
    link,
    mention,
    near_miss,
    reading,
    state,
    stored_finding,
    version,
)

OLD = NOW - timedelta(days=400)


def target(*names: str) -> tuple[Party, ...]:
    return tuple(Party(name=name, role=Role.TARGET) for name in names)


KEYS = ["number|at.1", "party|nl-acm|openai|2026-11", "mark|page:gov.uk/cma-cases/openai", "deal|microsoft|openai"]


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        pytest.param({}, True, id="the same authority and firm, this month"),
        pytest.param({"authority": "fr-adlc"}, False, id="another authority"),
        pytest.param({"first_seen": OLD}, False, id="long ago"),
        pytest.param({"first_seen": OLD, "step_date": NOW.date()}, True, id="long ago, of a day this month"),
        pytest.param({"first_seen": OLD, "case_numbers": ("x", "AT.1")}, True, id="long ago, the same case number"),
        pytest.param({"first_seen": OLD, "case_numbers": ("at 01",)}, True, id="the number in another spelling"),
        pytest.param({"authority": "fr-adlc", "case_numbers": ("AT.1",)}, True, id="another authority, the number"),
        pytest.param({"authority": "fr-adlc", "case_numbers": ("AT.10",)}, False, id="part of the number"),
        pytest.param({"first_seen": OLD, "case_numbers": ("",)}, False, id="no number"),
        pytest.param({"first_seen": OLD, "marks": ("page:gov.uk/cma-cases/openai",)}, True, id="the same case page"),
        pytest.param({"parties": target("OpenAI Ireland Ltd")}, True, id="a subsidiary nobody listed"),
        pytest.param({"parties": target("Mistral AI")}, False, id="another firm"),
        pytest.param(
            {"first_seen": OLD, "authority": "us-ftc", "action": "notified", "parties": target("OpenAI", "Microsoft")},
            True,
            id="the same deal at another authority",
        ),
    ],
)
def test_linkable_events(connection: Connection, given: dict[str, object], offered: bool) -> None:
    save_events(connection, [event(**given)], [], [])
    found = linkable_events(connection, KEYS, NOW)
    assert [item.id for item in found] == (["e1"] if offered else [])


def test_of_many_events_the_nearest_are_offered(connection: Connection) -> None:
    steps = [event(f"e{n:02}", first_seen=NOW - timedelta(hours=n)) for n in range(MOST_CANDIDATES + 5)]
    save_events(connection, steps, [], [])
    found = linkable_events(connection, ["party|nl-acm|openai|2026-11"], NOW - timedelta(hours=MOST_CANDIDATES + 5))
    assert {item.id for item in found} == {step.id for step in steps[5:]}


@pytest.mark.parametrize(
    ("unknown", "moments"),
    [
        pytest.param(0, 90, id="looked up in the index"),
        pytest.param(FEW_KEYS, 90, id="found by going through all rows"),
        pytest.param(0, 400, id="nearest in three months, or farther away"),
    ],
)
def test_each_of_many_is_offered_what_it_would_be_offered_alone(
    connection: Connection, unknown: int, moments: int
) -> None:
    chance = random.Random(7)
    steps = [_some_step(f"e{n:03}", chance, moments) for n in range(400)]
    save_events(connection, steps, [], [])
    nowhere = tuple(f"party|nobody|nobody|{n}" for n in range(unknown))
    keys = sorted({key for step in steps for key in lookup_keys(step) if key.startswith(("party", "number"))})
    wanted = [
        Wanted((*chance.sample(keys, count), *nowhere), NOW - timedelta(hours=chance.randrange(10 * moments)))
        for count in (0, 1, 2, 5, 5, 5, 9, len(keys))
    ]
    found = linkable_to_each(connection, wanted)
    assert [[item.id for item in events] for events in found] == [_nearest(steps, one) for one in wanted]
    assert found == [linkable_events(connection, *one) for one in wanted]
    assert [len(events) for events in found][-1] == MOST_CANDIDATES


def _some_step(name: str, chance: random.Random, moments: int) -> Event:
    firms, numbers = ("OpenAI", "Mistral AI", "Anthropic"), ("AT.1", "AT.2", "AT.3", "AT.4")
    return event(
        name,
        parties=target(*chance.sample(firms, chance.randint(1, 2))),
        case_numbers=tuple(chance.sample(numbers, chance.randint(0, 2))),
        # Of few moments, so that many are equally near.
        first_seen=NOW - timedelta(hours=10 * chance.randrange(moments)),
    )


def _nearest(steps: Sequence[Event], wanted: Wanted) -> list[str]:
    """Return the ids that are wanted, by looking at every step."""
    near = [step for step in steps if lookup_keys(step) & set(wanted.keys)]
    chosen = sorted(near, key=lambda step: (abs(happened_at(step) - wanted.near), step.id))[:MOST_CANDIDATES]
    return [step.id for step in sorted(chosen, key=lambda step: (step.first_seen, step.id))]


def test_without_keys_nothing_is_offered(connection: Connection) -> None:
    save_events(connection, [event()], [], [])
    assert linkable_events(connection, [], NOW) == ()


def test_an_event_is_found_by_what_it_says_now(connection: Connection) -> None:
    save_events(connection, [event()], [], [])
    save_events(connection, [event(case_numbers=("AT.1",))], [], [])
    save_events(connection, [event(case_numbers=("AT.1",))], [], [])
    assert [item.id for item in linkable_events(connection, ["number|at.1"], NOW)] == ["e1"]
    ((rows,),) = connection.execute("SELECT count(*) FROM record.event_keys WHERE key = 'number|at.1'").fetchall()
    assert rows == 1


def test_the_cases_of_events(connection: Connection) -> None:
    save_events(connection, [], [], [case(), case("c2", merged_into="c1"), case("c3")])
    assert [item.id for item in cases_of(connection, [event(), event("e2", case="c2")])] == ["c1", "c2"]
    assert cases_of(connection, []) == ()


def test_an_event_that_changes_keeps_its_id_and_its_findings(connection: Connection) -> None:
    save_reading(connection, document(), reading(), [stored_finding("f1"), stored_finding("f2")], NOW)
    save_events(connection, [event()], [link(finding="f1", why="first")], [case()])
    changed = event(case_numbers=("AT.1",), last_changed=NOW + timedelta(days=1))
    save_events(connection, [changed], [link(finding="f1", why="again"), link(finding="f2")], [])
    assert load_event(connection, "e1") == changed
    assert [item.id for item in event_findings(connection, "e1")] == ["f1", "f2"]
    assert event_links(connection, "e1")[0].why == "first", "a link is append-only"


def test_what_is_not_there_is_none(connection: Connection) -> None:
    assert load_event(connection, "e1") is None
    assert load_case(connection, "c1") is None
    assert load_reading(connection, "d1", 1) is None


def test_the_steps_of_a_case_come_in_the_order_of_the_world(connection: Connection) -> None:
    told_later = event("opened", step_date=date(2026, 1, 5), first_seen=NOW)
    undated = event("inquiry", first_seen=NOW - timedelta(days=400))
    fined = event("fined", published=NOW - timedelta(days=1))
    save_events(connection, [fined, told_later, undated, event("else", case="c2")], [], [])
    assert [item.id for item in events_of_case(connection, "c1")] == ["inquiry", "opened", "fined"]


def test_cases_are_listed_by_their_last_step(connection: Connection) -> None:
    save_events(connection, [], [], [case("old", last_step=OLD), case("new"), case("gone", merged_into="new")])
    assert [item.id for item in list_cases(connection)] == ["new", "old"]
    merged = load_case(connection, "gone")
    assert merged is not None
    assert merged.merged_into == "new"


def test_events_of_a_document(connection: Connection) -> None:
    save_reading(connection, document(), reading(), [stored_finding()], NOW)
    save_events(connection, [event("e1"), event("e2")], [link("e1")], [])
    assert [item.id for item in events_of_document(connection, "d1")] == ["e1"]


def test_a_reading_is_saved_once(connection: Connection) -> None:
    first = reading(findings=(finding(),), mentions=(mention(),), near_misses=(near_miss(),))
    assert save_reading(connection, document(), first, [stored_finding("f1")], NOW)
    assert not save_reading(connection, document(), first, [stored_finding("f2")], NOW)
    assert load_reading(connection, "d1", 1) == first
    assert [item.id for item in findings_of_document(connection, "d1")] == ["f1"]


def test_the_last_extractor_is_asked_unless_one_is_named(connection: Connection) -> None:
    save_reading(connection, document(), reading(extractor="9", lang="en"), [], NOW)
    save_reading(connection, document(), reading(extractor="10", lang="nl"), [], NOW + timedelta(days=1))
    last, named = load_reading(connection, "d1", 1), load_reading(connection, "d1", 1, "9")
    assert last is not None
    assert named is not None
    assert (last.extractor, named.extractor) == ("10", "9")


def test_a_first_poll_is_summed_up_once(connection: Connection) -> None:
    quiet = document("d1", baseline=True)
    save_poll(connection, state(baseline_at=NOW), [quiet, document("d2")], [], [], NOW)
    save_poll(connection, state("never-answered"), [], [], [], NOW)
    assert open_baselines(connection) == (), "its steps belong into the summary, so its articles are read first"
    save_text(connection, version("d1", read_at=NOW))
    assert open_baselines(connection) == ("acm-news",)
    assert baseline_counts(connection, ["acm-news", "empty"]) == {"acm-news": 1, "empty": 0}
    mark_summed_up(connection, ["acm-news"], NOW)
    mark_summed_up(connection, ["acm-news"], NOW)
    assert open_baselines(connection) == ()


def test_events_of_a_first_poll_are_those_its_documents_told(connection: Connection) -> None:
    save_poll(connection, state(baseline_at=NOW), [document("d1", baseline=True)], [], [], NOW)
    save_reading(connection, document(), reading(), [stored_finding(baseline=True)], NOW)
    save_events(connection, [event("e1", baseline=True), event("e2", baseline=True)], [link("e1")], [])
    assert [item.id for item in baseline_events(connection, ["acm-news"])] == ["e1"]
    assert baseline_events(connection, ["other"]) == ()
