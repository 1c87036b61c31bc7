"""How a call of Slack's Web API failed, in three kinds.

Surely nothing was posted (SlackRetryError), nothing ever will be (SlackRefusedError), and nobody can say
(SlackUnclearError).
"""

import re
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Literal

from schemas.errors import SlackError, SlackRefusedError, SlackRetryError, SlackUnclearError

RETRY_AFTER = 30.0
"""Seconds, when Slack limits the rate and does not say for how long."""

_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# After these Slack may have done part of its work: docs.slack.dev/reference/methods/chat.postMessage#errors
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})

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


def answered(said: Callable[[str], str], status: int, code: str, headers: Mapping[str, str]) -> SlackError:
    """Sort an answer that is no success: by HTTP status first, then by Slack's own error code.

    `said` makes a message that may be shown of what happened.
    """
    if status == 429 or code in _RATE_LIMITED:
        return SlackRetryError(said("rate limited"), _retry_after(headers))
    if status >= 500 or status == 408 or code in _UNCLEAR:
        return SlackUnclearError(said(f"Slack failed (HTTP {status})"))
    if not re.fullmatch(r"[a-z0-9_]+", code):  # not JSON: something else answered in Slack's place
        code = f"HTTP {status}, not an answer of Slack"
        if status < 400:
            return SlackUnclearError(said(code))
    advice = _ADVICE.get(code, "See docs.slack.dev/reference/methods for this error.")
    return SlackRefusedError(said(f"{code}. {advice}"), _about(code))


def not_connected(said: Callable[[str], str], reason: object) -> SlackError:
    """Sort a request that failed while connecting or sending: only when nothing left is it safe to repeat."""
    nothing_left = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    if isinstance(reason, nothing_left):
        return SlackRetryError(said(f"no connection to Slack ({type(reason).__name__})"), 0.0)
    return SlackUnclearError(said(f"the connection broke ({type(reason).__name__})"))


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
