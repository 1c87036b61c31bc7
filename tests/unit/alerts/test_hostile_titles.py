"""A hundred hostile titles: the message keeps its structure, its one link, and pings nobody."""

import re
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from alerts.exposure import Path
from alerts.message import confirmed_message, step_message, unconfirmed_message
from alerts.notices import digest_message, exposure_message, reminder_message, still_watching_message
from alerts.placing import with_state
from alerts.routing import Routed
from knowledge.catalogue import Catalogue
from schemas.alert import Message
from schemas.catalogue import Basis, Relation
from schemas.deadline import Deadline
from schemas.event import Event
from schemas.finding import Evidence, Party
from schemas.words import Role
from tests.fakes.slack import why_not_message
from tests.samples import alert, case, event

ATTACKS = (
    "<!channel>", "<!here>", "<!everyone|all>", "<@U012AB3CD>", "<#C012AB3CD|legal>", "<!subteam^S012|team>",
    "<https://evil.example|Read the authority's text>", "https://evil.example/<x>", "*Confirmed*", "_x_ ~y~", "`code`",
    "```\nblock\n```", "> quoted", ":rotating_light: :tada:", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;",
    "\u202eevitcelfer\u202c", "\u2066left\u2069", "za\u0300\u0301\u0302lgo", "zero\u200bwidth\u200d\ufeff",
    "\u0627\u0644\u0645\u0641\u0648\u0636\u064a\u0629", "line\nbreak\r\n\u2028", "nul\x00 bell\x07 \x1b[31m",
    '{"type": "header"}', "🔥" * 200,
)  # fmt: skip
PLACES = ("{}", "EU opens probe {} into firms", "{}" * 40, "long " * 20_000 + "{}")
TITLES = [place.replace("{}", attack) for attack, place in product(ATTACKS, PLACES)]

NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)
ROUTED = Routed(channel="#legal", watches=("r",), companies=("openai",))
NAMES = Catalogue()


def messages(words: str) -> list[Message]:
    """Return one message of each kind that shows words from outside."""
    told = titled(words)
    relation = Relation(
        company="infomaniak",
        kind="uses_models_of",
        to="openai",
        basis=Basis(kind="document", document="d", sentence=words),
    )
    path = Path(company="infomaniak", target="openai", relations=(relation,))
    due = Deadline(event="e1", kind="comments", date=date(2027, 1, 15), sentence=words, document="d1", version=1)
    step = step_message(told, case(), ROUTED, NAMES, exposed=[relation], due=words)
    waiting = [alert(f"a{n}", message=step, case="c1", routes=("r",)) for n in range(3)]
    return [
        step,
        confirmed_message(told, case(), ROUTED, NAMES, due=words),
        unconfirmed_message(told, case(), ROUTED, NAMES, days=7),
        exposure_message(told, case(), [path], ROUTED, NAMES),
        reminder_message(told, due, NOW.date(), ROUTED, NAMES),
        digest_message(waiting, "Daily digest"),
        still_watching_message("r", 3, ["s"], [("OpenAI", words, words)]),
        with_state(step, "State of the case: closed (confirmed), 2026-11-19"),
    ]


def titled(words: str) -> Event:
    return event(
        document_title=words,
        evidence=Evidence(text=words, start=0, end=len(words), field="title"),
        ai_nexus=True,
        ai_reason=words,
        deadline=date(2027, 1, 15),
        url="https://authority.example/1",
        publisher="The Ledger",
        parties=(Party(name="OpenAI", company="openai", role=Role.TARGET),),
    )


def structure(message: Message) -> list[Any]:
    """Return what a message is made of, without its words."""
    return [(b["type"], b.get("block_id"), len(b.get("elements", b.get("fields", ())))) for b in message.block_list()]


def links(message: Message) -> list[str]:
    return re.findall(r"<[^>]*>", str([text for block in message.block_list() for text in texts(block)]))


def texts(block: dict[str, Any]) -> list[str]:
    found = [block["text"]] if "text" in block else [*block.get("fields", ()), *block.get("elements", ())]
    return [text["text"] for text in found]


HARMLESS = [(structure(message), links(message)) for message in messages("EU opens probe into firms")]


def test_there_are_a_hundred() -> None:
    assert len(set(TITLES)) == 100
    assert max(map(len, TITLES)) > 100_000
    assert all(found for shape, found in HARMLESS[:4]), "each has its one live link"


@pytest.mark.parametrize("title", TITLES, ids=range(100))
def test_structure_and_pings_are_untouched(title: str) -> None:
    for message, (shape, live) in zip(messages(title), HARMLESS, strict=True):
        assert structure(message) == shape
        assert links(message) == live
        assert not re.search(r"<|>|[\u202a-\u202e\u2066-\u2069\u2028\x00-\x09\x0b-\x1f]", message.text)
        assert len(message.blocks) <= 12_000
        assert why_not_message({"text": message.text, "blocks": message.block_list()}) is None
