"""The outbox: one key one alert, one owner one lease, one thread a case and channel."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from schemas.alert import Alert, Message
from schemas.words import AlertKind, AlertState
from store.database import Connection
from store.outbox import (
    add_alerts,
    alerts_of_event,
    close_thread,
    last_sent,
    list_alerts,
    load_alert,
    load_alerts,
    open_thread,
    parents_due,
    probe_parked,
    save_alert,
    thread_of,
    waiting_alerts,
)
from tests.samples import NOW, alert


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def held_by(item: Alert, owner: str) -> Alert:
    return item.model_copy(update={"state": AlertState.SENDING, "lease_owner": owner, "lease_until": after(60)})


def sent(item: Alert, **given: Any) -> Alert:
    done = {"state": AlertState.SENT, "ts": "1.1", "sent_at": NOW, "lease_owner": None, "lease_until": None}
    return item.model_copy(update={**done, **given})


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


def test_what_has_not_ended_waits_in_order_of_creation_whatever_the_clock_said(connection: Connection) -> None:
    ended = [
        alert(state.value, state=state) for state in ("sent", "digested", "withdrawn") for state in [AlertState(state)]
    ]
    add_alerts(connection, [alert("b", thread="c1"), *ended])
    add_alerts(connection, [alert("a", created_at=after(-900), case="c2", state=AlertState.HELD)])
    add_alerts(connection, [alert("c", state=AlertState.PARKED, next_try=after(5))])
    found = waiting_alerts(connection)
    assert [item.id for item in found] == ["b", "a", "c"]
    assert [item.case for item in found] == ["c1", "c2", None]
    assert [item.state for item in found] == [AlertState.PENDING, AlertState.HELD, AlertState.PARKED]
    assert found[2].next_try == after(5)
    assert [item.id for item in load_alerts(connection, ["a", "b"])] == ["b", "a"]


def test_the_last_message_of_a_channel_by_the_steady_clock(connection: Connection) -> None:
    add_alerts(connection, [alert("a", steady=5.0), alert("b", steady=7.0), alert("c", channel="#b", steady=900.0)])
    assert last_sent(connection, 4.0, 100.0) == {"#legal": 7.0}
    assert last_sent(connection, 7.0, 100.0) == {}


def test_a_channel_that_takes_messages_again_probes_what_it_refused(connection: Connection) -> None:
    parked = {"state": AlertState.PARKED, "next_try": after(900)}
    add_alerts(connection, [alert("a", **parked), alert("b", **parked, channel="#b"), alert("c", next_try=after(900))])
    add_alerts(connection, [alert("d", state=AlertState.PARKED)])
    probe_parked(connection, "#legal", NOW)
    tries = {item.id: item.next_try for item in list_alerts(connection)}
    assert tries == {"a": NOW, "b": after(900), "c": after(900), "d": None}


def test_a_case_has_one_thread_in_a_channel(connection: Connection) -> None:
    open_thread(connection, sent(alert("a", thread="c1"), ts="17.1"))
    open_thread(connection, sent(alert("b", thread="c1"), ts="18.1"))
    assert thread_of(connection, "#legal", "c1") == "17.1"
    assert thread_of(connection, "#other", "c1") is None
    close_thread(connection, "#legal", "c1", "18.1")
    assert thread_of(connection, "#legal", "c1") == "17.1", "another thread was to be forgotten"
    close_thread(connection, "#legal", "c1", "17.1")
    assert thread_of(connection, "#legal", "c1") is None


def test_parents_still_to_be_changed(connection: Connection) -> None:
    asks = {"thread": "c1", "parent": Message(text="Confirmed")}
    add_alerts(connection, [alert("a", **asks), sent(alert("b", **asks)), sent(alert("c", thread="c1"))])
    add_alerts(connection, [sent(alert("d", **asks, parent_updated_at=NOW))])
    assert [item.id for item in parents_due(connection)] == ["b"]


def test_only_the_owner_writes_what_became_of_it(connection: Connection) -> None:
    add_alerts(connection, [alert("a")])
    taken = held_by(alert("a"), "me")
    assert save_alert(connection, taken, None)
    assert not save_alert(connection, sent(taken), "you")
    assert not save_alert(connection, sent(taken), None)
    assert load_alert(connection, "a") == taken
    assert save_alert(connection, sent(taken), "me")
    assert load_alert(connection, "a") == sent(taken)


def test_who_lost_the_lease_cannot_write_any_more(connection: Connection) -> None:
    add_alerts(connection, [held_by(alert("a"), "slow")])
    assert save_alert(connection, held_by(alert("a"), "me"), "slow")
    assert not save_alert(connection, sent(alert("a")), "slow")


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
