"""`casewatch sources add` and `check`: what is proposed for an address, and how a live answer differs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from casewatch.main import app
from casewatch.trying import added
from feeds.checking import check
from feeds.client import Client
from feeds.pairs import Pair, differences, load_pair
from feeds.probing import Proposal, declaration, feeds_named, guess_listing, propose
from feeds.registry import load_sources
from schemas.errors import CasewatchError, DataFileError, SourceError
from schemas.settings import HttpSettings
from schemas.source import Source
from tests.fakes.feeds_server import Web, page, serve, status

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, timeout_seconds=2, total_seconds=5, host_pause_seconds=0)
FEED = """<rss version="2.0"><channel><title>t</title><item><title>Inquiry opened</title><guid>1</guid>
<link>https://authority.example/1</link><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
LIST = "<nav><a href='/en/about'>About</a><a href='/en/contact/us'>Contact us at once</a></nav>" + "".join(
    f"<h3><a href='/en/press/{n}'>Authority opens inquiry number {n}</a></h3>" for n in range(6)
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(HTTP) as made:
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def test_a_feed_is_proposed_as_it_is(web: Web, client: Client) -> None:
    web.answers["/rss"] = page(FEED, "text/html")
    proposal = propose(f"{web.base}/rss", client, HTTP, NOW)
    assert (proposal.format, proposal.titles) == ("feed", ("Inquiry opened",))
    assert proposal.fields == ("title", "url", "guid", "published")


def test_a_page_that_names_a_feed_leads_to_it(web: Web, client: Client) -> None:
    head = "<link rel='alternate' type='application/rss+xml' href='/gone'>"
    web.answers["/"] = page(f"<head>{head}</head>{LIST}")
    web.answers["/gone"] = page(FEED, "application/rss+xml")
    assert propose(f"{web.base}/", client, HTTP, NOW).url == f"{web.base}/gone"


def test_a_page_without_a_feed_is_read_as_its_longest_list(web: Web, client: Client) -> None:
    web.answers["/en/press"] = page(LIST)
    proposal = propose(f"{web.base}/en/press", client, HTTP, NOW)
    assert proposal.format == "listing"
    assert proposal.item == 'a[href*="/en/press/"]'
    assert proposal.titles[0] == "Authority opens inquiry number 0"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(page("<div id=app></div><script>…</script>"), "made by a script", id="a shell without content"),
        pytest.param(status(403), "HTTP 403", id="refused"),
    ],
)
def test_what_cannot_be_watched_is_said(web: Web, client: Client, answer: object, words: str) -> None:
    web.answers["/x"] = answer  # type: ignore[assignment]
    with pytest.raises(SourceError, match=words):
        propose(f"{web.base}/x", client, HTTP, NOW)


def test_a_private_address_is_not_probed_unasked(web: Web, client: Client) -> None:
    with pytest.raises(SourceError, match="not in the public internet"):
        propose(f"{web.base}/x", client, HTTP.model_copy(update={"allow_private": False}), NOW)


def test_named_feeds_are_web_addresses_each_once() -> None:
    links = (
        "<link rel=alternate type=application/rss+xml href=/a>"
        "<link rel=alternate type='application/atom+xml' href='/a'>"
        "<link rel=alternate type=application/rss+xml href='javascript:x'><link rel=alternate hreflang=de href=/de>"
    )
    assert feeds_named("https://a.example/", links.encode(), "text/html") == ("https://a.example/a",)


def test_a_few_links_are_no_list() -> None:
    assert guess_listing("https://a.example/", b"<a href='/n/1'>One two three</a>", "text/html") is None


def test_what_is_written_can_be_loaded_whatever_the_page_says(tmp_path: Path, web: Web, client: Client) -> None:
    web.answers["/p"] = page(LIST.replace("/en/press/", "/en/a(b/"))
    proposal = propose(f"{web.base}/p", client, HTTP, NOW)
    file = tmp_path / "mine.toml"
    file.write_text(declaration(proposal, "mine", 'A "name"\n\\ of mine', "Somebody"), "utf-8")
    [source] = load_sources([file])
    assert source.listing is not None
    assert source.listing.item == 'a[href*="/en/a(b/"]'
    assert source.name == 'A "name" \\ of mine'


def test_a_public_address_is_not_let_into_the_network() -> None:
    """Also where the command line allows it: the declaration outlives the command."""
    assert "allow_private" not in declaration(Proposal(url="https://a.example/rss", format="feed"), "a", "A", "A")
    web = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(FEED.encode())))
    with Client(HTTP, web) as client:
        assert not propose("http://93.184.215.14/rss", client, HTTP, NOW).private
        assert propose("http://10.0.0.1/rss", client, HTTP, NOW).private


def test_add_writes_a_file_and_never_the_same_id_twice(tmp_path: Path, web: Web) -> None:
    web.answers["/rss"] = page(FEED, "application/rss+xml")
    file = tmp_path / "mine.toml"
    command = ["sources", "add", f"{web.base}/rss", "--file", str(file), "--id", "mine", "--allow-private"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert "Inquiry opened" in first.output
    before = file.read_text()
    again = CliRunner().invoke(app, command)
    assert "declared already" in again.output + str(again.exception)
    assert file.read_text() == before
    other = CliRunner().invoke(app, [*command[:-2], "other", "--allow-private"])
    assert other.exit_code == 0, other.output
    sources = load_sources([file])
    assert [source.id for source in sources] == ["mine", "other"]
    assert all(source.allow_private for source in sources), "else the next poll may not go where this one was"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize(
    ("url", "file", "words"),
    [
        ("http://[::1", "mine.toml", "is not a web address"),
        ("nonsense", "mine.toml", "is not an http or https address"),
        ("", "mine.toml", "is not an http or https address"),
        ("{base}/rss", "no/such/folder/mine.toml", "it cannot be written"),
        ("{base}/rss", "broken.toml", "not TOML"),
    ],
)
def test_add_says_what_is_wrong_and_leaves_all_as_it_was(
    url: str, file: str, words: str, tmp_path: Path, web: Web
) -> None:
    web.answers["/rss"] = page(FEED, "application/rss+xml")
    (tmp_path / "broken.toml").write_text("not toml [[")
    http = HttpSettings(allow_private=True)
    with pytest.raises(CasewatchError, match=words):
        added(url.format(base=web.base), tmp_path / file, "mine", None, None, http)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.toml"]


def test_a_json_feed_is_proposed_too(web: Web, client: Client) -> None:
    item = {"id": 7, "url": "/news/7", "title": "Inquiry opened", "date_published": "2026-11-20T09:00:00Z"}
    web.answers["/j"] = page(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}))
    web.answers["/"] = page('<head><link rel="alternate" type="application/feed+json" href="/j"></head>')
    proposal = propose(f"{web.base}/", client, HTTP, NOW)
    assert (proposal.url, proposal.format, proposal.titles) == (f"{web.base}/j", "feed", ("Inquiry opened",))


def a_source(web: Web, **changes: object) -> Source:
    values = {"id": "try", "name": "Try", "publisher": "Try", "url": f"{web.base}/rss", "allow_private": True}
    return Source.model_validate({**values, **changes})


def test_a_check_tells_what_came_and_what_is_not_as_declared(web: Web, client: Client) -> None:
    web.answers["/rss"] = page(FEED, "application/rss+xml")
    fine = check(a_source(web), client, HTTP, NOW)
    assert (fine.problems, fine.items, fine.first_title) == ((), 1, "Inquiry opened")
    assert fine.fields["published"] == 1
    few = check(a_source(web, expect={"min_items": 5, "fields": ["summary"]}), client, HTTP, NOW)
    assert few.problems == ("1 items where at least 5 are normal",)
    gone = check(a_source(web, url=f"{web.base}/none"), client, HTTP, NOW)
    assert "nothing at this address" in gone.problems[0]
    page_instead = check(a_source(web, format="sitemap"), client, HTTP, NOW)
    assert "not a sitemap" in page_instead.problems[0]


def test_check_asks_and_stores_nothing(tmp_path: Path, web: Web) -> None:
    web.answers["/rss"] = page(FEED, "application/rss+xml")
    file = tmp_path / "mine.toml"
    file.write_text(
        f'[[source]]\nid = "try"\nname = "Try"\npublisher = "T"\nofficial = false\nurl = "{web.base}/rss"\n'
        "allow_private = true\nexpect = { min_items = 2 }\n"
    )
    answer = CliRunner().invoke(app, ["sources", "check", "--sources", str(file), "--allow-private", "--json"])
    assert answer.exit_code == 3
    assert json.loads(answer.stdout)["problems"] == ["1 items where at least 2 are normal"]
    told = CliRunner().invoke(app, ["sources", "check", "try", "--sources", str(file), "--allow-private"])
    assert "differs from its declaration" in told.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_a_pair_of_ones_own_is_tried(tmp_path: Path, web: Web) -> None:
    source = a_source(web)
    place = tmp_path / "try"
    place.mkdir()
    (place / "sample.xml").write_text(FEED)
    with pytest.raises(DataFileError, match=r"expected\.json"):
        load_pair("try", tmp_path)
    (place / "expected.json").write_text(json.dumps({"basis": "REC", "entries": [{"title": "Inquiry closed"}]}))
    pair = load_pair("try", tmp_path)
    assert isinstance(pair, Pair)
    assert differences(source, pair) == ("entry 1: title is 'Inquiry opened', expected is 'Inquiry closed'",)
    assert load_pair("other", tmp_path) is None


def test_the_bundled_pairs_are_tried_by_command() -> None:
    answer = CliRunner().invoke(app, ["sources", "test", "us-ftc-all-rss", "de-bkarta-rss"])
    assert answer.exit_code == 0, answer.output
    assert "2 of 2 pairs are right" in answer.output
    missing = CliRunner().invoke(app, ["sources", "test", "us-ftc-all-rss", "--samples", "/nowhere", "--json"])
    assert missing.exit_code == 3
    assert "no saved answer" in json.loads(missing.stdout)[0]["problems"][0]
