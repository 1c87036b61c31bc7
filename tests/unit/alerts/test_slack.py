"""Posting to Slack and finding what was posted, over real HTTP."""

import json
import socket
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from pydantic import SecretStr

from alerts.blocks import message, paragraph
from alerts.outbox import new_alert
from alerts.slack import PAGE, PAGES, SlackSender
from schemas.alert import Alert, Message
from schemas.errors import SettingsError, SlackError, SlackRefusedError, SlackRetryError, SlackUnclearError
from schemas.words import AlertKind, Placement
from tests.fakes.feeds_server import page, serve
from tests.fakes.slack import FakeSlack, Fault

CHANNELS = {"C0LEGAL01": "legal", "C0CLOSED1": "closed", "C0OTHER01": "other"}
NOW = datetime.now(UTC)
TOKEN = "xoxb-fake"


def alert(number: int = 1, channel: str = "C0LEGAL01") -> Alert:
    return new_alert(
        id=f"al-{number}",
        channel=channel,
        subject=f"ev-{number}",
        kind=AlertKind.STEP,
        message=message(f"Alert {number} <!channel>", [paragraph("Confirmed: a <step> & more")]),
        now=NOW,
    )


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels=CHANNELS, archived=["C0CLOSED1"], not_joined=["C0OTHER01"]) as fake:
        yield fake


def sender(slack: FakeSlack, token: str = TOKEN, timeout: float = 5.0) -> SlackSender:
    return SlackSender(SecretStr(token), slack.base_url, timeout)


def test_a_message_is_posted_once_and_found_again(slack: FakeSlack) -> None:
    out = sender(slack)
    ts = out.post(alert())
    assert out.find(alert(), NOW) == ts
    assert out.find(alert(2), NOW) is None
    (posted,) = slack.messages
    assert posted["metadata"] == {"event_type": "casewatch_alert", "event_payload": {"alert": "al-1"}}
    assert posted["text"] == "Alert 1 &lt;!channel&gt;"
    assert posted["mrkdwn"] is False


def test_a_channel_by_its_name_is_found_by_its_id(slack: FakeSlack) -> None:
    ts = sender(slack).post(alert(channel="#legal"))
    assert sender(slack).find(alert(channel="#legal"), NOW) == ts


FAULTS = [
    ("429 with a time", Fault("rate_limited", seconds=7), SlackRetryError, 0),
    ("ok false, ratelimited", Fault("error", error="ratelimited"), SlackRetryError, 0),
    ("500 before it was accepted", Fault("server_error"), SlackUnclearError, 0),
    ("500 after it was accepted", Fault("accepted_error"), SlackUnclearError, 1),
    ("reset before it was accepted", Fault("reset"), SlackUnclearError, 0),
    ("accepted, the reply lost", Fault("reply_lost"), SlackUnclearError, 1),
    ("an answer that is not JSON", Fault("garbled"), SlackUnclearError, 0),
    ("half done, says Slack", Fault("error", error="fatal_error"), SlackUnclearError, 0),
    ("token revoked", Fault("error", error="token_revoked"), SlackRefusedError, 0),
    ("scope missing", Fault("error", error="missing_scope"), SlackRefusedError, 0),
    ("an error nobody listed", Fault("error", error="brand_new_error"), SlackRefusedError, 0),
]


@pytest.mark.parametrize(("fault", "error", "accepted"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_fault_is_sorted_and_never_repeated(
    slack: FakeSlack, fault: Fault, error: type[SlackError], accepted: int
) -> None:
    slack.faults.append(fault)
    with pytest.raises(error) as caught:
        sender(slack).post(alert())
    assert len(slack.messages) == accepted
    assert [method for method, _ in slack.calls] == ["chat.postMessage"]
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(("given", "seconds"), [(7, 7.0), (0, 0.0), (1.5, 1.5)])
def test_the_time_slack_asks_for_is_kept(slack: FakeSlack, given: float, seconds: float) -> None:
    slack.faults.append(Fault("rate_limited", seconds=given))
    with pytest.raises(SlackRetryError) as caught:
        sender(slack).post(alert())
    assert caught.value.retry_after == seconds


REFUSALS = [
    ("C0NOWHERE", TOKEN, "channel_not_found", "id"),
    ("C0OTHER01", TOKEN, "not_in_channel", "/invite"),
    ("C0CLOSED1", TOKEN, "is_archived", "unarchive"),
    ("C0LEGAL01", "xoxb-wrong", "invalid_auth", "CASEWATCH_SLACK_TOKEN"),
]


@pytest.mark.parametrize(("channel", "token", "code", "advice"), REFUSALS)
def test_a_refusal_says_what_to_do(slack: FakeSlack, channel: str, token: str, code: str, advice: str) -> None:
    with pytest.raises(SlackRefusedError, match=code) as caught:
        sender(slack, token).post(alert(channel=channel))
    assert advice in str(caught.value)
    assert token not in str(caught.value)
    assert slack.messages == []


def test_a_timeout_is_unclear_and_the_message_is_found_afterwards(slack: FakeSlack) -> None:
    slack.faults.append(Fault("slow", seconds=30))
    with pytest.raises(SlackUnclearError, match="Timeout"):
        sender(slack, timeout=0.2).post(alert())
    slack.release()
    assert sender(slack).find(alert(), NOW) is not None


def test_a_late_acceptance_is_found_only_once_it_is_there(slack: FakeSlack) -> None:
    slack.faults.append(Fault("late"))
    with pytest.raises(SlackUnclearError):
        sender(slack).post(alert())
    assert sender(slack).find(alert(), NOW) is None
    slack.accept_late()
    assert sender(slack).find(alert(), NOW) is not None


def test_no_connection_is_safe_to_repeat() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
    with pytest.raises(SlackRetryError, match="no connection") as caught:
        SlackSender(SecretStr(TOKEN), address).post(alert())
    assert caught.value.retry_after == 0


def test_a_host_without_an_address_is_safe_to_repeat() -> None:
    with pytest.raises(SlackRetryError, match="no connection"):
        SlackSender(SecretStr(TOKEN), "https://slack.invalid/api/").post(alert())


def test_a_peer_that_hangs_up_without_a_word_is_unclear() -> None:
    with Peer(b"") as address, pytest.raises(SlackUnclearError):
        SlackSender(SecretStr(TOKEN), address, 5).post(alert())


def test_an_answer_cut_short_is_unclear() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b'{"ok": true, "ts'
    with Peer(cut) as address, pytest.raises(SlackUnclearError):
        SlackSender(SecretStr(TOKEN), address, 5).post(alert())


def test_success_without_a_ts_is_unclear() -> None:
    odd = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"ok": true}'
    with Peer(odd) as address, pytest.raises(SlackUnclearError):
        SlackSender(SecretStr(TOKEN), address, 5).post(alert())


@pytest.mark.parametrize("address", ["http://slack.com/api/", "http://127.0.0.1.example.org/api/", "ftp://x/"])
def test_the_token_travels_only_encrypted(address: str) -> None:
    with pytest.raises(SettingsError, match="https"):
        SlackSender(SecretStr(TOKEN), address)


def test_the_history_is_read_to_its_end(slack: FakeSlack) -> None:
    out = sender(slack)
    first = out.post(alert())
    for number in range(2, PAGE * 2 + 10):
        slack.answer("chat.postMessage", TOKEN, {"channel": "C0LEGAL01", "text": str(number)})
    assert out.find(alert(), NOW) == first
    pages = [given for method, given in slack.calls if method == "conversations.history"]
    assert len(pages) == 3
    assert "cursor" not in pages[0]


def test_a_channel_too_long_to_search_is_no_proof_of_absence() -> None:
    endless = {"ok": True, "messages": [{"ts": "1.0", "text": "?"}], "response_metadata": {"next_cursor": "more"}}
    with serve() as web:
        web.answers["/conversations.history"] = page(json.dumps(endless), "application/json")
        with pytest.raises(SlackUnclearError, match="too many"):
            SlackSender(SecretStr(TOKEN), web.base).find(alert(), NOW)
    assert len(web.visits) == PAGES


def test_the_look_back_reaches_the_creation_whatever_is_asked(slack: FakeSlack) -> None:
    ts = sender(slack).post(alert())
    assert sender(slack).find(alert(), NOW + timedelta(hours=5)) == ts


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("rate_limited"), SlackRetryError),
        (Fault("reset"), SlackUnclearError),
        (Fault("error", error="missing_scope"), SlackRefusedError),
    ],
)
def test_a_history_that_cannot_be_read_is_no_proof_of_absence(
    slack: FakeSlack, fault: Fault, error: type[SlackError]
) -> None:
    slack.history_faults.append(fault)
    with pytest.raises(error):
        sender(slack).find(alert(), NOW)


def test_another_app_with_the_same_id_is_not_taken_for_ours(slack: FakeSlack) -> None:
    stranger = {"event_type": "other", "event_payload": {"alert": "al-1"}}
    slack.answer("chat.postMessage", TOKEN, {"channel": "C0LEGAL01", "text": "x", "metadata": stranger})
    assert sender(slack).find(alert(), NOW) is None


def reply(number: int, thread: str, placement: Placement = Placement.REPLY) -> Alert:
    return alert(number).model_copy(update={"posted_in": thread, "placement": placement, "parent": Message(text="New")})


def test_a_reply_is_found_in_its_thread_where_the_history_does_not_show_it(slack: FakeSlack) -> None:
    out = sender(slack)
    first = out.post(alert())
    ts = out.post(reply(2, first))
    shown = slack.answer("conversations.history", TOKEN, {"channel": "C0LEGAL01"})
    assert ts.encode() not in shown.body
    assert out.find(reply(2, first), NOW) == ts
    assert out.find(reply(3, first), NOW) is None


def test_a_broadcast_reply_shows_in_the_channel_too(slack: FakeSlack) -> None:
    out = sender(slack)
    ts = out.post(reply(2, out.post(alert()), Placement.BROADCAST))
    assert ts.encode() in slack.answer("conversations.history", TOKEN, {"channel": "C0LEGAL01"}).body


def test_the_first_message_is_changed_and_keeps_its_id(slack: FakeSlack) -> None:
    out = sender(slack)
    first = out.post(alert())
    for _ in range(2):
        out.update_parent(reply(2, first), first)
    assert [message["text"] for message in slack.messages] == ["New"]
    assert out.find(alert(), NOW) == first


@pytest.mark.parametrize("replies", [0, 1], ids=["gone without a trace", "a tombstone stands there"])
def test_a_thread_whose_first_message_was_deleted_is_gone(slack: FakeSlack, replies: int) -> None:
    out = sender(slack)
    first = out.post(alert())
    assert out.thread_is_there(reply(2, first))
    for number in range(replies):
        out.post(reply(9 + number, first))
    slack.delete(first)
    assert not out.thread_is_there(reply(2, first))
    with pytest.raises(SlackRefusedError) as refused:
        out.update_parent(reply(2, first), first)
    assert refused.value.about == "thread"
    assert out.find(reply(2, first), NOW) is None


def test_a_thread_nobody_can_look_at_is_not_torn(slack: FakeSlack) -> None:
    out = sender(slack)
    first = out.post(alert())
    slack.history_faults.append(Fault("reset"))
    assert out.thread_is_there(reply(2, first))


def test_words_slack_takes_without_their_blocks_arrive(slack: FakeSlack) -> None:
    broken = alert().model_copy(update={"message": Message(text="The news", blocks='[{"type": "header"}]')})
    slack.faults.append(Fault("error", error="invalid_blocks"))
    sender(slack).post(broken)
    assert [(message["text"], message.get("blocks")) for message in slack.messages] == [("The news", None)]


def test_who_the_token_belongs_to(slack: FakeSlack) -> None:
    assert sender(slack).check() == "casewatch in Test"
    slack.revoked = True
    with pytest.raises(SlackRefusedError, match="revoked"):
        sender(slack).check()


def test_nothing_is_logged(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    slack.faults.extend([Fault("reset"), Fault("garbled")])
    for _ in range(2):
        with pytest.raises(SlackUnclearError):
            sender(slack).post(alert())
    sender(slack).post(alert())
    assert caplog.records == []


def test_a_reset_while_sending_is_unclear() -> None:
    endless = alert().model_copy(update={"message": Message(text="x" * 20_000_000)})
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        hang_up = Thread(target=_reset_the_first, args=(server,))
        hang_up.start()
        with pytest.raises(SlackUnclearError, match="the connection broke"):
            SlackSender(SecretStr(TOKEN), address, 5).post(endless)
        hang_up.join()


def _reset_the_first(server: socket.socket) -> None:
    connection, _ = server.accept()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.recv(1)
    connection.close()


class Peer:
    """A peer that reads one request, sends these bytes and hangs up."""

    def __init__(self, answer: bytes) -> None:
        self._answer, self._socket = answer, socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/api/"

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection:
            connection.settimeout(5)
            received = b""
            while b"\r\n\r\n" not in received or not received.endswith(b"}"):
                received += connection.recv(65536)
            connection.sendall(self._answer)


def test_the_fake_keeps_what_it_accepted_over_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    state = tmp_path_factory.mktemp("slack") / "accepted.jsonl"
    with FakeSlack(state=state, faults=[Fault("reply_lost")]) as slack, pytest.raises(SlackUnclearError):
        sender(slack).post(alert())
    with FakeSlack(state=state) as slack:
        assert slack.alerts() == ["al-1"]
        assert sender(slack).find(alert(), NOW) is not None
        assert float(sender(slack).post(alert(2))) > float(slack.messages[0]["ts"])
    assert time.time() - float(slack.messages[1]["ts"]) < 60
