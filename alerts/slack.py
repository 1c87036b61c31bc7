"""Slack, and the only home of slack_sdk: post an alert once, and find out whether it was posted.

chat.postMessage knows no idempotency key, so the SDK's own retry is off and every way it can fail is sorted
(alerts/slack_errors.py). The alert's id travels in the message's metadata, by which `find` recognises it in the
channel's history.
"""

import http.client
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts.slack_errors import answered, not_connected
from schemas.alert import Alert
from schemas.errors import SettingsError, SlackError, SlackRefusedError, SlackUnclearError
from schemas.words import Placement

EVENT_TYPE = "casewatch_alert"
PAGE = 200
PLAIN_TEXT = 3900
"""Slack advises to stay under 4,000 characters of text."""
PAGES = 40
"""At most 8,000 messages are searched for one alert."""
CLOCK_SKEW = timedelta(minutes=10)
"""Slack's clock names messages, ours the look-back: they may differ."""

# The SDK would log what it sends, which tells whom legal watches; errors come out of here as values.
_SILENT = logging.getLogger("alerts.slack.sdk")
_SILENT.setLevel(logging.CRITICAL)

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{6,}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WRITING = frozenset({"chat.postMessage", "chat.update"})


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
        posting, said = method in _WRITING, partial(self._said, method)
        given = {key: value for key, value in arguments.items() if value is not None}
        try:
            answer = self._client.api_call(method, json=given if posting else None, params=None if posting else given)
        except SlackApiError as error:
            raise _sorted(said, error) from None
        except URLError as error:
            raise not_connected(said, error.reason) from None
        except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
            raise SlackUnclearError(said(f"the answer was lost ({type(error).__name__})")) from None
        data = answer.data
        if not isinstance(data, dict) or (posting and "ts" not in data):
            raise SlackUnclearError(said("the answer was not understood"))
        return data

    def _said(self, method: str, what: str) -> str:
        token = self._token.get_secret_value()
        return f"Slack, {method}: {what}".replace(token, "[token]") if token else f"Slack, {method}: {what}"


def _sorted(said: Callable[[str], str], error: SlackApiError) -> SlackError:
    answer = error.response
    return answered(said, int(answer.status_code), str(answer.get("error") or ""), answer.headers)


def _carrying(alert: str, messages: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the `ts` of the message that carries this alert's id in its metadata."""
    for message in messages:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == EVENT_TYPE and payload.get("alert") == alert:
            return str(message["ts"])
    return None
