"""Slack, and the only home of slack_sdk: post an alert once, and find out whether it was posted.

chat.postMessage knows no idempotency key, so the SDK's own retry is off and every way it can fail is sorted
into three: surely not posted (retry), never will be (refused), and nobody can say (unclear). The alert's id
travels in the message's metadata, by which `find` recognises it in the channel's history.
"""

import http.client
import logging
import re
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlsplit

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from schemas.alert import Alert
from schemas.errors import (
    SettingsError,
    SlackError,
    SlackRefusedError,
    SlackRetryError,
    SlackUnclearError,
)
from schemas.words import Placement

EVENT_TYPE = "casewatch_alert"
PAGE = 200
PLAIN_TEXT = 3900
"""Slack advises to stay under 4,000 characters of text."""
PAGES = 40
"""At most 8,000 messages are searched for one alert."""
CLOCK_SKEW = timedelta(minutes=10)
"""Slack's clock names messages, ours the look-back: they may differ."""
RETRY_AFTER = 30.0
"""Seconds, when Slack limits the rate and does not say for how long."""

# The SDK would log what it sends, which tells whom legal watches; errors come out of here as values.
_SILENT = logging.getLogger("alerts.slack.sdk")
_SILENT.setLevel(logging.CRITICAL)

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{6,}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# After these Slack may have done part of its work: docs.slack.dev/reference/methods/chat.postMessage#errors
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})

_WRITING = frozenset({"chat.postMessage", "chat.update"})
_OF_THE_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
_OF_THE_MESSAGE = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text",
     "too_many_attachments", "cant_update_message", "edit_window_closed", "metadata_too_large",
     "invalid_metadata_format", "invalid_metadata_schema"}
)  # fmt: skip

_TOKEN_ADVICE = "Put a valid bot token (xoxb-…) into CASEWATCH_SLACK_TOKEN, then `casewatch alerts retry`."
_ADVICE = {
    "not_authed": _TOKEN_ADVICE,
    "invalid_auth": _TOKEN_ADVICE,
    "account_inactive": _TOKEN_ADVICE,
    "token_expired": _TOKEN_ADVICE,
    "token_revoked": f"The token was revoked. {_TOKEN_ADVICE}",
    "channel_not_found": "Give the channel's id (C…), and invite the bot if the channel is private.",
    "not_in_channel": "Invite the bot: type /invite @casewatch in the channel.",
    "is_archived": "The channel is archived: unarchive it, or name another in the watch.",
    "missing_scope": "Add the scope to the app and install it again: chat:write to post, "
    "channels:history (groups:history for private channels) to find posted alerts.",
    "restricted_action": "A workspace rule forbids the bot to post there: ask a workspace administrator.",
}


class SlackSender:
    """Posts to one workspace. Holds a connection's settings and the ids of channels it has met."""

    def __init__(self, token: SecretStr, base_url: str = "https://slack.com/api/", timeout: float = 30.0) -> None:
        """Prepare to talk to `base_url`; `timeout` is in seconds. Raises SettingsError for an unsafe address."""
        parts = urlsplit(base_url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise SettingsError(f"slack.base_url must begin with https:// (the token travels to it): {base_url}")
        self._token = token
        self._ids: dict[str, str] = {}
        self._client = WebClient(
            token=token.get_secret_value(),
            base_url=base_url if base_url.endswith("/") else f"{base_url}/",
            timeout=timeout,  # type: ignore[arg-type]  # handed to the socket, which takes fractions
            retry_handlers=[],
            logger=_SILENT,
        )

    def post(self, alert: Alert) -> str:
        """Post the alert and return its `ts`. Raises SlackRetryError, SlackRefusedError or SlackUnclearError.

        When Slack minds the blocks, the same words go as plain text: the news matters more than its form.
        """
        try:
            return self._post(alert, text=alert.message.text, blocks=alert.message.block_list())
        except SlackRefusedError as error:
            if error.about != "message":
                raise
            return self._post(alert, text=alert.message.text[:PLAIN_TEXT])

    def find(self, alert: Alert, oldest: datetime) -> str | None:
        """Return the `ts` of the message with this alert's id; None if the channel holds none.

        Looks back to `oldest`, and at least to the alert's creation: no earlier message can carry its id.
        A reply is looked for in its thread, where the channel's history does not show it, and in the channel.
        """
        since = min(oldest, alert.created_at) - CLOCK_SKEW
        if alert.posted_in:
            ts = _carrying(alert.id, self._replies(alert, since))
            if ts:
                return ts
        return _carrying(alert.id, self._pages("conversations.history", alert.channel, since))

    def thread_is_there(self, alert: Alert) -> bool:
        """Return whether the first message of the thread `alert.posted_in` still stands.

        False only when Slack says so: what is not known must not tear a case's thread in two.
        """
        try:
            channel = self._channel_id(alert.channel)
            page = self._call("conversations.replies", channel=channel, ts=alert.posted_in, limit=1)
        except SlackRefusedError as error:
            return error.about != "thread"
        except SlackError:
            return True
        first: Mapping[str, Any] = next(iter(page.get("messages") or ()), {})
        return first.get("subtype") != "tombstone"

    def update_parent(self, alert: Alert, ts: str) -> None:
        """Change the message `ts` to `alert.parent`; its metadata, and so its alert's id, stays. Raises as `post`."""
        if alert.parent is not None:
            self._call(
                "chat.update",
                channel=self._channel_id(alert.channel),
                ts=ts,
                text=alert.parent.text,
                blocks=alert.parent.block_list(),
            )

    def check(self) -> str:
        """Return who the token belongs to, "BOT in TEAM". Raises as `post` does."""
        answer = self._call("auth.test")
        return f"{answer.get('user')} in {answer.get('team')}"

    def _post(self, alert: Alert, **content: Any) -> str:
        answer = self._call(
            "chat.postMessage",
            channel=alert.channel,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"alert": alert.id}},
            thread_ts=alert.posted_in,
            reply_broadcast=True if alert.posted_in and alert.placement is Placement.BROADCAST else None,
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
            **content,
        )
        self._ids[alert.channel] = str(answer.get("channel") or alert.channel)
        return str(answer["ts"])

    def _replies(self, alert: Alert, oldest: datetime) -> Iterator[Mapping[str, Any]]:
        try:
            yield from self._pages("conversations.replies", alert.channel, oldest, ts=alert.posted_in)
        except SlackRefusedError as error:
            if error.about != "thread":  # a thread that is gone holds nothing
                raise

    def _pages(self, method: str, channel: str, oldest: datetime, **more: Any) -> Iterator[Mapping[str, Any]]:
        wanted = {"oldest": f"{oldest.timestamp():.6f}", "limit": PAGE, "include_all_metadata": True, **more}
        cursor, channel_id = "", self._channel_id(channel)
        for _ in range(PAGES):
            page = self._call(method, channel=channel_id, cursor=cursor or None, **wanted)
            yield from page.get("messages") or ()
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        # Not found in part of a channel is no proof that it is not there.
        raise SlackUnclearError(f"{channel} has too many messages since {oldest:%Y-%m-%d %H:%M} UTC to search.")

    def _channel_id(self, channel: str) -> str:
        """Return the id of a channel: posting takes names, the history does not."""
        if _CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._ids:
            self._ids |= self._channels_by_name()
        return self._ids.get(channel, channel)

    def _channels_by_name(self) -> dict[str, str]:
        names: dict[str, str] = {}
        cursor = ""
        for _ in range(PAGES):
            page = self._call(
                "conversations.list", limit=PAGE, cursor=cursor or None, types="public_channel,private_channel"
            )
            for found in page.get("channels") or ():
                names |= {str(found["name"]): str(found["id"]), f"#{found['name']}": str(found["id"])}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return names

    def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call one method of the Web API. Everything that can go wrong comes out as a SlackError."""
        posting = method in _WRITING
        given = {key: value for key, value in arguments.items() if value is not None}
        try:
            answer = self._client.api_call(method, json=given if posting else None, params=None if posting else given)
        except SlackApiError as error:
            raise self._answered(method, error) from None
        except URLError as error:
            raise self._not_connected(method, error) from None
        except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
            raise SlackUnclearError(self._said(method, f"the answer was lost ({_name(error)})")) from None
        data = answer.data
        if not isinstance(data, dict) or (posting and "ts" not in data):
            raise SlackUnclearError(self._said(method, "the answer was not understood"))
        return data

    def _answered(self, method: str, error: SlackApiError) -> SlackError:
        """Sort an answer that is no success: by HTTP status first, then by Slack's own error code."""
        status = int(error.response.status_code)
        code = str(error.response.get("error") or "")
        if status == 429 or code in _RATE_LIMITED:
            return SlackRetryError(self._said(method, "rate limited"), _retry_after(error.response.headers))
        if status >= 500 or status == 408 or code in _UNCLEAR:
            return SlackUnclearError(self._said(method, f"Slack failed (HTTP {status})"))
        if not re.fullmatch(r"[a-z0-9_]+", code):  # not JSON: something else answered in Slack's place
            code = f"HTTP {status}, not an answer of Slack"
            if status < 400:
                return SlackUnclearError(self._said(method, code))
        advice = _ADVICE.get(code, "See docs.slack.dev/reference/methods for this error.")
        return SlackRefusedError(self._said(method, f"{code}. {advice}"), _about(code))

    def _not_connected(self, method: str, error: URLError) -> SlackError:
        """Sort a request that failed while connecting or sending: only when nothing left is it safe to repeat."""
        reason = error.reason
        nothing_left = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
        if isinstance(reason, nothing_left):
            return SlackRetryError(self._said(method, f"no connection to Slack ({_name(reason)})"), 0.0)
        return SlackUnclearError(self._said(method, f"the connection broke ({_name(reason)})"))

    def _said(self, method: str, what: str) -> str:
        token = self._token.get_secret_value()
        return f"Slack, {method}: {what}".replace(token, "[token]") if token else f"Slack, {method}: {what}"


def _retry_after(headers: Mapping[str, str]) -> float:
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return max(0.0, float(given))
    except ValueError:
        return RETRY_AFTER


def _about(code: str) -> Literal["channel", "message", "thread"]:
    if code in _OF_THE_THREAD:
        return "thread"
    return "message" if code in _OF_THE_MESSAGE else "channel"


def _carrying(alert: str, messages: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the `ts` of the message that carries this alert's id in its metadata."""
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == EVENT_TYPE and payload.get("alert") == alert:
            return str(message["ts"])
    return None


def _name(error: object) -> str:
    return type(error).__name__
