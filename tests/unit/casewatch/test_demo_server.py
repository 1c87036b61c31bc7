"""The demo's server is a real one: validators, stages, and the Commission's API."""

import json
import urllib.error
import urllib.request

import pytest

from casewatch.demo.items import CONTENT, load_items
from casewatch.demo.server import DemoServer
from casewatch.demo.sources import DEMO_TIMES, demo_sources


def _get(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_every_item_belongs_to_a_source_and_is_named_once() -> None:
    items = load_items()
    sources = {source.id for source in demo_sources("http://127.0.0.1:1")}
    assert {item.source for item in items} == sources
    assert len({item.path for item in items}) == len(items)


def test_a_stage_holds_only_what_was_published_before_its_poll() -> None:
    """An item of a later stage dated before the earlier poll would be news that came too late."""
    for item in load_items():
        assert item.published < DEMO_TIMES[item.stage - 1], item.name
        if item.stage > 1:
            assert item.published > DEMO_TIMES[item.stage - 2], item.name


def test_every_item_says_it_is_invented_in_its_file() -> None:
    for path in CONTENT.glob("*.toml"):
        assert "invented" in path.read_text("utf-8").splitlines()[0], path.name


def test_the_feed_answers_304_until_the_stage_changes_it() -> None:
    with DemoServer(stage=1) as demo:
        address = f"{demo.base}/feeds/demo-eu-ec.xml"
        status, headers, body = _get(address)
        assert status == 200
        assert "Mistral" not in body
        assert _get(address, If_None_Match=headers["ETag"])[0] == 304
        demo.stage = 2
        assert _get(address, If_None_Match=headers["ETag"])[0] == 200


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_every_published_item_has_its_page_and_no_other_has(stage: int) -> None:
    with DemoServer(stage=stage) as demo:
        for item in load_items():
            api = f"/commission/presscorner/api/documents?reference={item.reference}"
            status, _, body = _get(demo.base + (api if item.reference else item.path))
            assert status == (200 if item.stage <= stage else 404), item.name
            if status == 200 and item.reference:
                assert json.loads(body)["docuLanguageResource"]["title"] == item.title
