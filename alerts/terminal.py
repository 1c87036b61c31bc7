"""How an alert reads where there is no Slack: in a terminal and in the demo."""

import html
import re
from collections.abc import Iterator
from typing import Any

from alerts.blocks import Block
from schemas.alert import Message

_LINK = re.compile(r"<([^|>]+)\|([^>]+)>")
_LABEL = re.compile(r"^\*([^*\n]+)\*\n")


def plain_text(message: Message) -> str:
    """Return a message as it reads in a terminal: the same words, without markup."""
    return "\n".join(line for block in message.block_list() for line in _printed(block))


def _printed(block: Block) -> Iterator[str]:
    if block["type"] == "header":
        title = _unmarked(block["text"])
        yield from (title, "─" * min(len(title), 100))
    elif block["type"] == "context":
        yield from (f"  · {_unmarked(element)}" for element in block["elements"])
    elif "fields" in block:
        yield from (f"  {_unmarked(field)}" for field in block["fields"])
    else:
        yield _unmarked(block["text"])


def _unmarked(text: dict[str, Any]) -> str:
    words: str = text["text"]
    if text["type"] == "mrkdwn":
        words = _LABEL.sub(lambda label: f"{label[1]}: ", _LINK.sub(r"\2: \1", words))
    return html.unescape(words)
