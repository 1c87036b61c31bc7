"""The outbox: one key one alert, one owner one lease, one case in order."""

from datetime import datetime, timedelta

import pytest

from schemas.alert import Alert
from schemas.words import AlertKind, AlertState
from store.database import Connection
from store.outbox import (
    add_alerts,
    alerts_of_event,
    claim,
    list_alerts,
    load_alert,
    next_due,
    save_alert,
    unclear,
)
from tests.samples import NOW, alert

LEASE = 120.0
SETTLE = 60.0


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def claimed(connection: Connection, owner: str = "me", now: datetime = NOW, limit: int = 10) -> list[str]:
    return [item.id for item in claim(connection, owner, now, LEASE, limit)]


def sent(item: Alert) -> Alert:
    return item.model_copy(update={"state": AlertState.SENT, "ts": "1.1", "lease_owner": None, "lease_until": None})


def test_an_alert_is_added_once_by_its_key(connection: Connection) -> None:
    first = alert("a1", subject="e1")
    assert add_alerts(connection, [first]) == (first,)
    assert add_alerts(connection, [alert("a2", subject="e1")]) == ()
    assert [item.id for item in list_alerts(connection)] == ["a1"]


@pytest.mark.parametrize(
    "given",
    [{"channel": "#other"}, {"subject": "e2"}, {"kind": AlertKind.CONFIRMED}, {"revision": 2}],
    ids=["another channel", "another event", "another kind", "a correction"],
)
def test_another_key_is_another_alert(connection: Connection, given: dict[str, object]) -> None:
    other = alert("a2", **{"subject": "e1", **given})
    add_alerts(connection, [alert("a1", subject="e1")])
    assert add_alerts(connection, [other]) == (other,)


def test_one_key_twice_in_one_go_is_one_alert(connection: Connection) -> None:
    pair = [alert("a1", subject="e1"), alert("a2", subject="e1")]
    assert [item.id for item in add_alerts(connection, pair)] == ["a1"]


def test_a_claim_takes_the_oldest_and_marks_them(connection: Connection) -> None:
    add_alerts(connection, [alert("b", created_at=after(-1)), alert("c"), alert("a")])
    taken = claim(connection, "me", NOW, LEASE, 2)
    assert [item.id for item in taken] == ["b", "a"]
    assert taken[0].state is AlertState.SENDING
    assert taken[0].lease_owner == "me"
    assert taken[0].lease_until == after(LEASE)
    assert (taken[0].last_attempt, taken[0].attempts) == (NOW, 1)
    assert load_alert(connection, "b") == taken[0]


def test_nobody_touches_a_live_lease(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    assert claimed(connection, "me") == ["a"]
    assert claimed(connection, "you", after(LEASE + 1)) == []
    assert unclear(connection, "you", after(LEASE - 1), SETTLE, LEASE) == ()


def test_an_alert_waits_for_its_next_try(connection: Connection) -> None:
    add_alerts(connection, [alert("a", next_try=after(30))])
    assert claimed(connection, now=after(29)) == []
    assert claimed(connection, now=after(30)) == ["a"]


@pytest.mark.parametrize("state", [state for state in AlertState if state is not AlertState.PENDING])
def test_only_pending_alerts_are_claimed(connection: Connection, state: AlertState) -> None:
    add_alerts(connection, [alert("a", state=state)])
    assert claimed(connection) == []


def test_a_case_is_told_in_order(connection: Connection) -> None:
    opened = alert("a", case="c1", next_try=after(30))
    add_alerts(connection, [opened, alert("b", case="c1", created_at=after(1)), alert("c", case="c2")])
    assert claimed(connection, now=after(2)) == ["c"], "b waits for a, which waits for its next try"
    assert claimed(connection, now=after(30)) == ["a", "b"]


def test_an_alert_waits_while_an_older_one_of_its_case_is_being_sent(connection: Connection) -> None:
    add_alerts(connection, [alert("a", case="c1"), alert("b", case="c1", created_at=after(1))])
    assert claimed(connection, limit=1) == ["a"]
    assert claimed(connection, "you", after(1)) == []


def test_a_case_on_another_channel_does_not_wait(connection: Connection) -> None:
    add_alerts(
        connection,
        [alert("a", case="c1", next_try=after(30)), alert("b", case="c1", channel="#b", created_at=after(1))],
    )
    assert claimed(connection, now=after(2)) == ["b"]


@pytest.mark.parametrize("state", [AlertState.PARKED, AlertState.WITHDRAWN, AlertState.SENT, AlertState.HELD])
def test_a_case_does_not_wait_for_what_is_not_on_its_way(connection: Connection, state: AlertState) -> None:
    add_alerts(connection, [alert("a", case="c1", state=state), alert("b", case="c1", created_at=after(1))])
    assert claimed(connection, now=after(2)) == ["b"]


def test_an_unfinished_alert_is_taken_over_once_lease_and_settle_time_are_over(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    claimed(connection, "dead")
    assert unclear(connection, "me", after(LEASE), SETTLE, LEASE) == (), "the lease runs to its last second"
    taken = unclear(connection, "me", after(LEASE + 1), SETTLE, LEASE)
    assert [item.lease_owner for item in taken] == ["me"]
    assert taken[0].attempts == 1, "looking it up is no attempt"
    assert taken[0].last_attempt == after(LEASE + 1), "who looks may post: the settle time runs anew"
    assert unclear(connection, "you", after(LEASE + 2), SETTLE, LEASE) == ()


def test_the_settle_time_counts_from_the_last_attempt(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    claim(connection, "dead", NOW, 1.0, 10)
    assert unclear(connection, "me", after(SETTLE - 1), SETTLE, LEASE) == ()
    assert len(unclear(connection, "me", after(SETTLE), SETTLE, LEASE)) == 1


def test_only_the_owner_writes_what_became_of_it(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    taken = claim(connection, "me", NOW, LEASE, 1)[0]
    assert not save_alert(connection, sent(taken), "you")
    assert not save_alert(connection, sent(taken), None)
    assert load_alert(connection, "a") == taken
    assert save_alert(connection, sent(taken), "me")
    assert load_alert(connection, "a") == sent(taken)


def test_who_lost_the_lease_cannot_write_any_more(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    slow = claim(connection, "slow", NOW, LEASE, 1)[0]
    unclear(connection, "me", after(LEASE + 1), SETTLE, LEASE)
    assert not save_alert(connection, sent(slow), "slow")


def test_an_alert_nobody_holds_is_written_by_nobody(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    withdrawn = alert("a", state=AlertState.WITHDRAWN)
    assert save_alert(connection, withdrawn, None)
    assert load_alert(connection, "a") == withdrawn


def test_saving_an_alert_that_is_not_there_says_so(connection: Connection) -> None:
    assert not save_alert(connection, alert("a"), None)
    assert load_alert(connection, "a") is None


def test_alerts_are_listed_newest_first_by_state(connection: Connection) -> None:
    add_alerts(connection, [alert("a"), alert("b", created_at=after(1)), alert("c", state=AlertState.SENT)])
    assert [item.id for item in list_alerts(connection)] == ["b", "c", "a"]
    assert [item.id for item in list_alerts(connection, [AlertState.PENDING])] == ["b", "a"]
    assert [item.id for item in list_alerts(connection, limit=1)] == ["b"]


def test_alerts_of_an_event(connection: Connection) -> None:
    add_alerts(connection, [alert("a", event="e1"), alert("b", event="e2")])
    assert [item.id for item in alerts_of_event(connection, "e1")] == ["a"]


def test_next_due_is_the_first_try_or_the_first_lease_to_end(connection: Connection) -> None:
    assert next_due(connection) is None
    add_alerts(connection, [alert("a", next_try=after(500))])
    assert next_due(connection) == after(500)
    add_alerts(connection, [alert("b")])
    assert next_due(connection) == NOW
    claimed(connection)
    assert next_due(connection) == after(LEASE)
