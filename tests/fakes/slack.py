"""A Slack that lives on loopback: chat.postMessage and .update, conversations.history, .replies and .list, auth.test.

It keeps what it accepts, as Slack does: threads, broadcasts, tombstones, metadata. Of messages that come faster than
one a second to a channel it hides some without a word (`hidden`). It can be told to fail as Slack fails:

    slack = FakeSlack(faults=[Fault("reply_lost"), Fault("rate_limited", seconds=2)])
    with slack:
        … WebClient(base_url=slack.base_url) …
    slack.messages

Each post takes the next fault of the schedule; when that is used up, all goes well. As a program it writes every
accepted message to a file at once, so that a test can kill its client and count:

    python -m tests.fakes.slack --port 8900 --state accepted.jsonl --faults ok,reply_lost
"""

import argparse
import base64
import contextlib
import json
import os
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

Kind = Literal[
    "ok",
    "rate_limited",  # 429 with Retry-After: `seconds`
    "server_error",  # 500 before anything is accepted
    "accepted_error",  # 500 after the message was accepted
    "reset",  # the connection is reset before anything is accepted
    "reply_lost",  # accepted, then the connection is reset
    "slow",  # accepted and answered after `seconds` (or release())
    "late",  # the connection is reset now, and the message accepted when accept_late() is called
    "garbled",  # 200 with a page that is not JSON, nothing accepted
    "error",  # ok: false with the code `error`
]


@dataclass(frozen=True)
class Fault:
    """How one request fails. `seconds` and `error` mean what the kind says."""

    kind: Kind
    seconds: float = 1.0
    error: str = "internal_error"


class FakeSlack:
    """A workspace. `channels` maps ids to names; None: every channel exists. `clock` gives Unix seconds."""

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = "xoxb-fake",
        channels: Mapping[str, str] | None = None,
        not_joined: Iterable[str] = (),
        archived: Iterable[str] = (),
        faults: Iterable[Fault] = (),
        history_faults: Iterable[Fault] = (),
        history_lag: int = 0,
        state: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token, self.channels, self.clock = token, channels, clock
        self.not_joined, self.archived = set(not_joined), set(archived)
        self.faults, self.history_faults = deque(faults), deque(history_faults)
        self.update_faults: deque[Fault] = deque()
        self.on_accept: Callable[[dict[str, Any]], object] = lambda _message: None
        self.history_lag = history_lag
        """How many reads of the history a new message stays invisible for."""
        self.revoked = False
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._state = state
        self._lock = threading.RLock()
        self._released = threading.Event()
        self._late: list[dict[str, Any]] = []
        self._messages = _read_state(state)
        self._last_ts = max((_micros(m["ts"]) for m in self._messages), default=0)
        self._last_in: dict[str, float] = {}
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> "FakeSlack":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """Where the Web API is: give it to WebClient."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/"

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was accepted, in order."""
        with self._lock:
            return [dict(message) for message in self._messages]

    @property
    def hidden(self) -> list[dict[str, Any]]:
        """What was accepted, came too fast for its channel, and is shown to nobody there."""
        return [message for message in self.messages if message["burst"]]

    def delete(self, ts: str) -> None:
        """Delete a message as a user does: one with replies leaves a tombstone."""
        with self._lock:
            for message in [m for m in self._messages if m["ts"] == ts]:
                if any(reply.get("thread_ts") == ts for reply in self._messages):
                    message.update(subtype="tombstone", text="This message was deleted.", blocks=[], metadata={})
                else:
                    self._messages.remove(message)

    def alerts(self) -> list[str]:
        """Return the alert ids of the accepted messages, in order."""
        payloads = ((m.get("metadata") or {}).get("event_payload") or {} for m in self.messages)
        return [payload["alert"] for payload in payloads if "alert" in payload]

    def release(self) -> None:
        """Let all slow answers go."""
        self._released.set()

    def accept_late(self) -> None:
        """Accept now what was posted with the fault "late"."""
        with self._lock:
            waiting, self._late = self._late, []
            for message in waiting:
                self._accept(message)

    def serve_forever(self) -> None:
        """Serve in this thread until the process ends."""
        self._server.serve_forever()

    # What follows is called by the request handler.

    def answer(self, method: str, token: str, given: dict[str, Any]) -> "Answer":
        """Return what one call gets."""
        with self._lock:
            self.calls.append((method, given))
            if not token:
                return _refusal("not_authed")
            if self.revoked or token != self.token:
                return _refusal("token_revoked" if self.revoked else "invalid_auth")
            calls = {
                "chat.postMessage": self._post,
                "chat.update": self._update,
                "conversations.history": self._history,
                "conversations.replies": self._replies,
                "conversations.list": self._list,
                "auth.test": _who,
            }
            return calls[method](given) if method in calls else _refusal("unknown_method")

    def _post(self, given: dict[str, Any]) -> "Answer":
        fault = self.faults.popleft() if self.faults else Fault("ok")
        channel = self._channel(str(given.get("channel", "")))
        thread = self._why_no_thread(channel, given.get("thread_ts"))
        if refusal := _before_accepting(fault) or self._why_not(channel) or thread or why_not_message(given):
            return refusal
        message = {**given, "channel": channel, "type": "message", "bot_id": "B1"}
        if fault.kind == "late":
            self._late.append(message)
            return Answer(reset=True)
        accepted = self._accept(message)
        reply = _success(channel=channel, ts=accepted["ts"], message=accepted)
        if fault.kind == "reply_lost":
            return Answer(reset=True)
        if fault.kind == "accepted_error":
            return Answer(status=500, body=b"Internal Server Error")
        if fault.kind == "slow":
            return Answer(body=reply.body, wait=lambda: self._released.wait(fault.seconds))
        return reply

    def _accept(self, message: dict[str, Any]) -> dict[str, Any]:
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        accepted = {**message, "ts": f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"}
        self._messages.append(accepted)
        accepted["hidden"] = self.history_lag
        accepted["burst"] = self._last_ts / 1_000_000 - self._last_in.get(message["channel"], 0.0) < 1.0
        self._last_in[message["channel"]] = self._last_ts / 1_000_000
        if self._state is not None:
            _append(self._state, accepted)
        self.on_accept(accepted)
        return accepted

    def _update(self, given: dict[str, Any]) -> "Answer":
        fault = self.update_faults.popleft() if self.update_faults else Fault("ok")
        channel = self._channel(str(given.get("channel", "")))
        if refusal := _before_accepting(fault) or self._why_not(channel) or why_not_message(given):
            return refusal
        for message in self._messages:
            if (
                message.get("subtype") != "tombstone"
                and message["channel"] == channel
                and message["ts"] == given.get("ts")
            ):
                message.update({key: given[key] for key in ("text", "blocks", "metadata") if key in given})
                return _success(channel=channel, ts=message["ts"], text=message.get("text", ""))
        return _refusal("message_not_found")

    def _history(self, given: dict[str, Any]) -> "Answer":
        fault = self.history_faults.popleft() if self.history_faults else Fault("ok")
        channel = str(given.get("channel", ""))
        if refusal := _before_accepting(fault) or self._why_not_history(channel):
            return refusal
        visible = [m for m in self._messages if m["channel"] == channel and _is_in_channel(m)]
        shown = [m for m in visible if not m["hidden"] and _is_in_range(m, given)]
        for message in visible:
            message["hidden"] = max(0, message["hidden"] - 1)
        newest_first = sorted(shown, key=lambda m: _micros(m["ts"]), reverse=True)
        return _page(newest_first, given)

    def _replies(self, given: dict[str, Any]) -> "Answer":
        """The first message of a thread, then its replies, oldest first."""
        fault = self.history_faults.popleft() if self.history_faults else Fault("ok")
        channel, thread = str(given.get("channel", "")), given.get("ts")
        refusal = _before_accepting(fault) or self._why_not_history(channel) or self._why_no_thread(channel, thread)
        if refusal:
            return refusal
        mine = [m for m in self._messages if m["channel"] == channel and thread in (m["ts"], m.get("thread_ts"))]
        first, replies = mine[0], [m for m in mine[1:] if not m["hidden"] and _is_in_range(m, given)]
        for message in mine[1:]:
            message["hidden"] = max(0, message["hidden"] - 1)
        return _page([first, *replies], given)

    def _list(self, given: dict[str, Any]) -> "Answer":
        found = [{"id": key, "name": name} for key, name in (self.channels or {}).items()]
        return _success(channels=found, response_metadata={"next_cursor": ""})

    def _channel(self, given: str) -> str:
        names = {name: key for key, name in (self.channels or {}).items()}
        return names.get(given.removeprefix("#"), given)

    def _why_not(self, channel: str) -> "Answer | None":
        if not channel or (self.channels is not None and channel not in self.channels):
            return _refusal("channel_not_found")
        if channel in self.not_joined:
            return _refusal("not_in_channel")
        return _refusal("is_archived") if channel in self.archived else None

    def _why_no_thread(self, channel: str, thread: Any) -> "Answer | None":
        there = any(m["channel"] == channel and m["ts"] == thread for m in self._messages)
        return _refusal("thread_not_found") if thread and not there else None

    def _why_not_history(self, channel: str) -> "Answer | None":
        known = bool(channel) and (self.channels is None or channel in self.channels)
        if not known:
            return _refusal("channel_not_found")
        return _refusal("not_in_channel") if channel in self.not_joined else None


@dataclass(frozen=True)
class Answer:
    """What a request gets: a reply, or a reset connection."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    reset: bool = False
    wait: Callable[[], object] | None = None


def _success(**fields: Any) -> Answer:
    return Answer(body=json.dumps({"ok": True, **fields}).encode())


def _who(_given: dict[str, Any]) -> Answer:
    return _success(user="casewatch", team="Test", bot_id="B1")


def _refusal(error: str) -> Answer:
    return Answer(body=json.dumps({"ok": False, "error": error}).encode())


def _before_accepting(fault: Fault) -> Answer | None:
    """The answers of faults that strike before anything is accepted."""
    if fault.kind == "rate_limited":
        body = json.dumps({"ok": False, "error": "ratelimited"}).encode()
        return Answer(429, body, (("Retry-After", f"{fault.seconds:g}"),))
    if fault.kind == "server_error":
        return Answer(500, b"Internal Server Error")
    if fault.kind == "garbled":
        return Answer(200, b"<html>Welcome to the hotel network</html>")
    if fault.kind == "error":
        return _refusal(fault.error)
    return Answer(reset=True) if fault.kind == "reset" else None


def why_not_message(given: dict[str, Any]) -> Answer | None:
    """Return the refusal of a message that breaks a limit of docs.slack.dev/reference/block-kit/blocks."""
    found = given.get("blocks") or []
    if not given.get("text") and not found:
        return _refusal("no_text")
    if len(given.get("text") or "") > 40_000:
        return _refusal("msg_too_long")
    if len(found) > 50 or not all(_is_valid(block) for block in found):
        return _refusal("invalid_blocks")
    return _refusal("msg_blocks_too_long") if len(json.dumps(found, ensure_ascii=False)) > 13_200 else None


def _is_valid(block: dict[str, Any]) -> bool:
    limits = {"header": 150, "section": 3000}
    if "text" in block and not 1 <= len(block["text"]["text"]) <= limits.get(block["type"], 3000):
        return False
    if block["type"] == "header" and block["text"]["type"] != "plain_text":
        return False
    fields, elements = block.get("fields"), block.get("elements")
    if fields is not None and (not 1 <= len(fields) <= 10 or any(len(f["text"]) > 2000 for f in fields)):
        return False
    return elements is None or (1 <= len(elements) <= 10 and all(e["text"] for e in elements))


def _is_in_channel(message: dict[str, Any]) -> bool:
    """A reply is seen in its channel only when it was broadcast."""
    return not message.get("thread_ts") or bool(message.get("reply_broadcast"))


def _is_in_range(message: dict[str, Any], given: dict[str, Any]) -> bool:
    """`oldest` and `latest` exclude themselves unless `inclusive` is set, as Slack's do."""
    ts = _micros(message["ts"])
    oldest = _micros(str(given.get("oldest") or "0"))
    latest = _micros(str(given["latest"])) if given.get("latest") else ts + 1
    if str(given.get("inclusive", "")).lower() in ("1", "true"):
        return oldest <= ts <= latest
    return oldest < ts < latest


def _page(found: list[dict[str, Any]], given: dict[str, Any]) -> Answer:
    limit = min(max(int(given.get("limit") or 100), 1), 999)
    start = int(base64.b64decode(given["cursor"]).decode()) if given.get("cursor") else 0
    page, more = found[start : start + limit], len(found) > start + limit
    with_metadata = str(given.get("include_all_metadata", "")).lower() in ("1", "true")
    hidden = {"hidden", "burst"} if with_metadata else {"hidden", "burst", "metadata"}
    cursor = base64.b64encode(str(start + limit).encode()).decode() if more else ""
    return _success(
        messages=[{key: value for key, value in m.items() if key not in hidden} for m in page],
        has_more=more,
        response_metadata={"next_cursor": cursor},
    )


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6] or 0)


def _read_state(state: Path | None) -> list[dict[str, Any]]:
    if state is None or not state.exists():
        return []
    return [json.loads(line) for line in state.read_text(encoding="utf-8").splitlines()]


def _append(state: Path, message: dict[str, Any]) -> None:
    with state.open("a", encoding="utf-8") as file:
        file.write(json.dumps(message) + "\n")
        file.flush()
        os.fsync(file.fileno())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _handler(slack: FakeSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            given = dict(parse_qsl(address.query))
            if self.headers.get_content_type() == "application/json":
                given |= json.loads(body or "{}")
            else:
                given |= dict(parse_qsl(body))
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            self._reply(slack.answer(address.path.removeprefix("/api/"), token, given))

        do_GET = do_POST

        def _reply(self, answer: Answer) -> None:
            if answer.wait is not None:
                answer.wait()
            if answer.reset:
                # Linger zero: the kernel sends RST instead of FIN.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in (("Content-Type", "application/json"), *answer.headers):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def main(arguments: list[str] | None = None) -> None:
    """Serve until killed; print the address first."""
    parser = argparse.ArgumentParser(description="A Slack on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="xoxb-fake")
    parser.add_argument("--state", type=Path, help="JSONL file every accepted message is appended to")
    parser.add_argument("--faults", default="", help="kinds of faults of the first posts, comma-separated")
    given = parser.parse_args(arguments)
    faults = [Fault(kind) for kind in given.faults.split(",") if kind]
    slack = FakeSlack(port=given.port, token=given.token, state=given.state, faults=faults)
    print(slack.base_url, flush=True)
    slack.serve_forever()


if __name__ == "__main__":
    main()
