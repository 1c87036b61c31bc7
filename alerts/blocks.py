"""The pieces of Block Kit a message is made of, each within Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks
Outside text goes into plain_text, which Slack does not format; labels, links and field values are mrkdwn.
"""

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any

from alerts.safe_text import escaped, literal, web_link
from schemas.alert import Message

HEADER = 150
SECTION = 3000
FIELD = 400
FIELDS = 10
CONTEXT = 600
CONTEXT_ELEMENTS = 10
BLOCKS = 50
TEXT = 400
"""Of the lock-screen line; Slack allows 4,000."""
TOTAL = 12_000
"""Characters of all blocks as JSON: Slack has refused messages from about 13,200 on (bolt-js issue 2509)."""

Block = dict[str, Any]


def header(text: str) -> Block:
    """Return a headline."""
    return {"type": "header", "text": _plain(text, HEADER)}


def paragraph(text: str, limit: int = 1200) -> Block:
    """Return a paragraph in which nothing is formatted."""
    return {"type": "section", "text": _plain(text, min(limit, SECTION))}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return a table of label and value, at most ten; those without a value are left out."""
    shown = [(label, value) for label, value in pairs if value][:FIELDS]
    return {
        "type": "section",
        "fields": [_formatted(f"*{label}*\n{literal(value, FIELD)}") for label, value in shown],
    }


def link(label: str, url: str | None) -> Block | None:
    """Return a link to a document, or None when the address is not one of the web."""
    target = web_link(url)
    return {"type": "section", "text": _formatted(f"<{target}|{label}>")} if target else None


def context(lines: Sequence[str]) -> Block | None:
    """Return small print, one element a line; None without lines."""
    elements = [_plain(line, CONTEXT) for line in lines if line.strip()][:CONTEXT_ELEMENTS]
    return {"type": "context", "elements": elements} if elements else None


def message(text: str, blocks: Iterable[Block | None]) -> Message:
    """Return the message of these blocks; the last ones are left out if they are too many or too long."""
    kept: list[Block] = []
    for block in blocks:
        if block and len(kept) < BLOCKS and _size([*kept, block]) <= TOTAL:
            kept.append(block)
    return Message(text=literal(text, TEXT) or "casewatch", blocks=json.dumps(kept, ensure_ascii=False))


def unescaped(text: str) -> str:
    """Return the words of a text that was escaped for Slack, to be put into another message."""
    return html.unescape(text)


def _size(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def _plain(text: str, limit: int) -> Block:
    # Slack refuses an empty text.
    return {"type": "plain_text", "text": escaped(text, limit) or "–", "emoji": False}


def _formatted(text: str) -> Block:
    # verbatim: Slack does not turn names and addresses in it into links of its own.
    return {"type": "mrkdwn", "text": text, "verbatim": True}
