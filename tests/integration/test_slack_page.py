"""The setup page, step by step, against a Slack on loopback that knows which scopes the app was given."""

import json
import re
from pathlib import Path

from pydantic import SecretStr

from alerts.slack import SlackSender
from schemas.alert import Message
from schemas.words import Placement
from tests.fakes.slack import FakeSlack
from tests.samples import NOW, alert

DOCS = Path(__file__).parents[2] / "docs"

SCOPES = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history"},
    "conversations.replies": {"channels:history", "groups:history"},
    "conversations.list": {"channels:read", "groups:read"},
    "auth.test": set(),
}
"""What each method needs: docs.slack.dev/reference/methods."""


def test_the_manifest_gives_the_scopes_that_are_used_and_no_other() -> None:
    page = (DOCS / "slack.md").read_text("utf-8")
    manifest = json.loads((DOCS / "slack-manifest.json").read_text("utf-8"))
    given = set(manifest["oauth_config"]["scopes"]["bot"])
    assert set(re.findall(r"^\| `(\w+:\w+)`", page, re.MULTILINE)) == given
    with FakeSlack(channels={"C0LEGAL": "legal"}) as slack:
        sender = SlackSender(SecretStr("xoxb-fake"), slack.base_url)
        assert sender.check()
        first = alert(channel="C0LEGAL")
        ts = sender.post(first)
        assert sender.find(first, NOW) == ts
        reply = alert("a2", channel="C0LEGAL", thread="c1", placement=Placement.REPLY, posted_in=ts)
        assert sender.thread_is_there(reply)
        sender.post(reply)
        sender.find(reply, NOW)
        sender.update_parent(reply.model_copy(update={"parent": Message(text="closed")}), ts)
        used = {method for method, _ in slack.calls}
    assert set.union(*(SCOPES[method] for method in used)) == given
    assert "conversations.list" not in used, "a channel named by its id needs no right to list channels"
