"""The nineteen traps that authorities' feeds were seen to set, each by its name, with words of our own."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from cases.numbers import numbers_conflict, shared_numbers
from feeds.article import read_article
from feeds.client import Client
from feeds.documents import new_document, next_version
from feeds.fetch import fetch
from feeds.identity import keep_new
from feeds.parse import parse
from feeds.registry import load_sources
from feeds.schedule import expectation_breach
from schemas.document import Article, KnownDocument
from schemas.settings import HttpSettings
from schemas.source import Entry, Failure, FeedState, ParsedFeed, Response, Source
from tests.fakes.feeds_server import Web, page, serve, status, zipped

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, timeout_seconds=2, total_seconds=5, host_pause_seconds=0)
BUNDLED = {source.id: source for source in load_sources()}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(HTTP) as made:
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def rss(*items: str) -> bytes:
    words = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{words}</channel></rss>'.encode()


def source(**changes: object) -> Source:
    plain = {"id": "try", "name": "Try", "publisher": "Try", "url": "https://a.example/rss", "allow_private": True}
    return Source.model_validate({**plain, **changes})


def entries(body: bytes, of: Source) -> tuple[Entry, ...]:
    parsed = parse(of, Response(source=of.id, url=of.url, status=200, body=body, fetched_at=NOW))
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed.entries


def known(entry: Entry, of: Source) -> KnownDocument:
    document = new_document(of, entry, NOW, False)
    return KnownDocument(
        id=document.id,
        guid=entry.guid,
        url=entry.url,
        fingerprint=document.fingerprint,
        content_hash=document.current.content_hash,
        version=1,
        first_seen=NOW,
    )


def test_01_items_that_are_junk_are_too_old_to_be_normal() -> None:
    of = source(expect={"min_items": 1, "fields": ["title"], "max_silence_days": 30})
    junk = entries(rss("<title>Contact form</title><pubDate>Tue, 14 Oct 2025 10:00:00 GMT</pubDate>"), of)
    assert "nothing new for" in (expectation_breach(of, junk, NOW) or "")


def test_02_an_empty_description_is_no_fault() -> None:
    [entry] = entries(rss("<title>Verfahren eingeleitet</title><description></description>"), source())
    assert (entry.title, entry.summary) == ("Verfahren eingeleitet", "")


def test_03_undated_rows_stay_undated() -> None:
    of = BUNDLED["pl-uokik-news"]
    html = '<a href="/en/president-opens-proceedings-against-firnwerk">President opens proceedings</a>'
    [entry] = entries(html.encode(), of)
    assert entry.published is None


def test_04_a_date_later_than_the_event_makes_nothing_new() -> None:
    early, late = (
        entries(rss(f"<title>A</title><guid>1</guid><pubDate>{day} Nov 2026 10:00:00 GMT</pubDate>"), source())
        for day in (10, 19)
    )
    changes = keep_new(late, [known(early[0], source())])
    assert (changes.new, changes.changed) == ((), ())


def test_05_ambiguous_days_in_an_address_are_not_read_as_dates() -> None:
    link_ = "<link>https://www.bundeskartellamt.de/Meldung/2026/03_04_2026_Firnwerk.html</link>"
    [entry] = entries(rss(f"<title>A</title>{link_}"), source())
    assert entry.published is None


def test_06_an_entry_published_again_is_a_new_version_of_the_same_document() -> None:
    first = Entry(source="try", guid="tag:1", url="https://a.example/case", title="Case", summary="Phase 1")
    again = first.model_copy(update={"summary": "Phase 2"})
    changes = keep_new([again], [known(first, source())])
    assert changes.new == ()
    [(document, entry)] = changes.changed
    assert next_version(document, entry, NOW).version == 2


def test_07_a_cut_summary_is_kept_as_cut_until_the_page_is_read(web: Web, client: Client) -> None:
    words = "The authority looks at the merger of Ahorn and Birke and at what it means for those who buy from them."
    web.answers["/case"] = page(f"<html><body><main><h1>Case</h1><p>{words}</p></main></body></html>")
    of = source(url=web.base, article="page")
    entry = Entry(source="try", url=f"{web.base}/case", title="Case", summary="The authority looks at the merger of…")
    document = new_document(of, entry, NOW, False)
    assert document.current.text.endswith("…")
    article = read_article(of, document, client, HTTP, NOW)
    assert isinstance(article, Article)
    assert words in article.text


def test_08_a_truncated_gzip_body_keeps_its_entries_and_no_validators(web: Web, client: Client) -> None:
    body = rss(*(f"<title>Notice {n}</title><guid>{n}</guid>" for n in range(300)))
    web.answers["/rss"] = zipped(body, keep=900)
    answer = fetch(source(url=f"{web.base}/rss"), FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(answer, Response)
    assert not answer.complete
    assert answer.etag is None
    parsed = parse(source(), answer)
    assert isinstance(parsed, ParsedFeed)
    assert parsed.entries
    assert "broke off" in (parsed.degraded or "")


def test_09_a_202_without_content_is_a_failure(web: Web, client: Client) -> None:
    web.answers["/rss"] = status(202)
    answer = fetch(source(url=f"{web.base}/rss"), FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(answer, Failure)
    assert "202" in answer.reason


def test_10_a_shell_with_status_200_is_no_article(web: Web, client: Client) -> None:
    web.answers["/detail"] = page(
        "<html><head><title>Press corner</title></head><body><app-root></app-root></body></html>"
    )
    of = source(url=web.base, article="page")
    document = new_document(of, Entry(source="try", url=f"{web.base}/detail", title="A release"), NOW, False)
    assert isinstance(read_article(of, document, client, HTTP, NOW), Failure)


def test_11_json_within_json_is_decoded_twice() -> None:
    of = BUNDLED["eu-comp-cases-at"]
    coded = json.dumps({"items": [{"code": "1", "label": "Opening of proceedings"}]})
    case = {"metadata": {"caseTitle": ["Firnwerk"]}, "decisions": [{"metadata": {"decisionTypes": [coded]}}]}
    [entry] = entries(json.dumps({"AT.49001": case}).encode(), of)
    assert "Opening of proceedings" in entry.summary


def test_12_a_typo_in_a_case_number_does_not_part_what_another_number_joins() -> None:
    # The title of an official text gives the number; its body prints another one by mistake.
    assert not numbers_conflict(["AT.49034"], ["AT.49034", "AT.49134"])
    assert shared_numbers(["AT.49034", "AT.49134"], ["AT 49034"]) == ("AT.49034",)


def test_13_a_broken_tls_chain_is_a_failure_and_never_waved_through() -> None:
    answer = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate")

    def refuse(request: httpx.Request) -> httpx.Response:
        raise answer

    with Client(HTTP, httpx.MockTransport(refuse)) as client:
        told = fetch(source(), FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(told, Failure)
    assert "cannot be verified" in told.reason


def test_14_a_filter_the_service_ignores_lets_no_other_office_in() -> None:
    of = BUNDLED["ch-newsbroker"]
    item = {"id": "1", "title": "Ein Amt", "publishers": [{"name": "Bundesamt für Landwirtschaft"}], "lang": "de"}
    assert entries(json.dumps({"items": [item]}).encode(), of) == ()


def test_15_a_feed_of_the_whole_government_is_not_polled_for_one_office() -> None:
    of = BUNDLED["br-cade-news"]
    assert of.format == "listing"
    others = '<a href="https://www.gov.br/saude/pt-br/assuntos/noticias/vacina">Vacina chega aos postos</a>'
    own = '<a href="https://www.gov.br/cade/pt-br/assuntos/noticias/cade-abre">Cade abre processo</a>'
    assert [entry.title for entry in entries(f"{others}{own}".encode(), of)] == ["Cade abre processo"]


def test_16_a_guid_that_is_no_address_is_no_address() -> None:
    guid = '<guid isPermaLink="false">420665 at https://www.cnmc.es</guid>'
    [entry] = entries(rss(f"<title>Nota</title>{guid}"), source())
    assert (entry.guid, entry.url) == ("420665 at https://www.cnmc.es", None)


def test_17_a_feed_served_as_html_or_not_well_formed_is_read_all_the_same(web: Web, client: Client) -> None:
    web.answers["/rss"] = page(rss("<title>A & B</title><guid>1</guid>", "<title>C</title><guid>2</guid>"), "text/html")
    answer = fetch(source(url=f"{web.base}/rss"), FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(answer, Response)
    parsed = parse(source(), answer)
    assert isinstance(parsed, ParsedFeed)
    assert [entry.guid for entry in parsed.entries] == ["1", "2"]
    assert "not well formed" in (parsed.degraded or "")


def test_18_a_time_without_a_zone_is_that_of_the_authority() -> None:
    [entry] = entries(rss("<title>A</title><pubDate>17 Jul 2026 10:00:00</pubDate>"), source(jurisdiction="ES"))
    assert entry.published == datetime(2026, 7, 17, 8, 0, tzinfo=UTC)


def test_19_a_site_that_moved_is_a_failure_with_its_name_not_silence(web: Web, client: Client) -> None:
    told = fetch(source(url=f"{web.base}/en/news"), FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(told, Failure)
    assert told.permanent
    assert "nothing at this address any more" in told.reason
    assert Path(told.url).name == "news"
