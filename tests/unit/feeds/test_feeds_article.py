"""Articles, against a real server on loopback: pages, PDFs, Press Corner, GOV.UK, and what only looks like one."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from feeds.article import read_article
from feeds.article_services import presscorner_reference
from feeds.client import Client
from feeds.documents import new_document
from feeds.page import Page, read_html
from schemas.document import Article
from schemas.settings import HttpSettings
from schemas.source import Entry, Failure, Source
from tests.fakes.feeds_server import Answer, Web, broken_off, page, redirect, serve, status

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, timeout_seconds=2, total_seconds=5, max_bytes=3_000_000)
LEAD = "The authority has today opened a formal investigation into Nebelwerk over access to its assistants."
MORE = "It will look at whether rivals are kept out of the market, and gives no view on the outcome of the case."
NAV = '<nav><a href="/">Home</a> <a href="/news">All the news of this and other years</a></nav>'


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(HTTP) as made:
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def html(body: str, title: str = "Nebelwerk investigated", head: str = "") -> str:
    return f'<!doctype html><html lang="en-GB"><head><title>{title}</title>{head}</head><body>{NAV}{body}</body></html>'


def release(*paragraphs: str, title: str = "Nebelwerk investigated") -> str:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    footer = "<footer>Cookie notice. Follow us.</footer>"
    return html(f"<main><article><h1>{title}</h1>{words}</article></main>{footer}", title)


def read(web: Web, client: Client, path: str, mode: str = "page", **entry: object) -> Article | Failure:
    source = Source.model_validate(
        {"id": "try", "name": "Try", "publisher": "Try", "url": web.base, "article": mode, "allow_private": True}
    )
    found = Entry.model_validate({"source": "try", "url": web.base + path, "title": "T", **entry})
    return read_article(source, new_document(source, found, NOW, False), client, HTTP, NOW)


def had(web: Web, client: Client, path: str, mode: str = "page", **entry: object) -> Article:
    outcome = read(web, client, path, mode, **entry)
    assert isinstance(outcome, Article), outcome
    return outcome


def refused(web: Web, client: Client, path: str, mode: str = "page", **entry: object) -> Failure:
    outcome = read(web, client, path, mode, **entry)
    assert isinstance(outcome, Failure), outcome
    assert (outcome.stage, outcome.source, outcome.at) == ("article", "try", NOW)
    return outcome


def pdf(*lines: str) -> bytes:
    """A PDF of one page, written by hand."""
    words = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(words)}>>stream\n{words}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = "%PDF-1.4\n" + "".join(f"{n} 0 obj{text}endobj\n" for n, text in enumerate(objects, 1))
    return (body + "trailer<</Root 1 0 R>>\n%%EOF").encode("latin-1")


def test_a_page_is_read_without_its_furniture(web: Web, client: Client) -> None:
    web.answers["/1"] = page(release(LEAD, MORE))
    article = had(web, client, "/1")
    assert LEAD in article.text.split("\n")
    assert MORE in article.text.split("\n")
    assert "Cookie notice" not in article.text
    assert "Home" not in article.text
    assert (article.language, article.url, article.title) == ("en", web.base + "/1", "Nebelwerk investigated")


def test_a_page_of_one_sentence_is_read(web: Web, client: Client) -> None:
    web.answers["/1"] = page(release(LEAD))
    assert LEAD in had(web, client, "/1").text


@pytest.mark.parametrize(
    "filling",
    [
        pytest.param((b"<noscript>" + b"a" * 600) * 4_000, id="scripts that are never named"),
        pytest.param(b"<div class='" + b"cookie " * 400_000 + b"'></div>", id="a class of endless names"),
        pytest.param(b"<a href='/x'>lorem</a> " * 20_000, id="links without end"),
    ],
)
def test_no_page_takes_for_ever(filling: bytes) -> None:
    started = time.process_time()
    page_read = read_html(
        b"<html><body><main><h1>T</h1><p>" + b"The authority. " * 90 + b"</p></main>" + filling, "", "u"
    )
    assert time.process_time() - started < 15.0
    assert isinstance(page_read, Page)
    assert "The authority." in page_read.text


def test_letters_are_normalised_and_tables_kept(web: Web, client: Client) -> None:
    table = "<table><tr><td>Deadline</td><td>15 January 2027</td></tr></table>"
    web.answers["/1"] = page(release(LEAD, MORE, "L’Autorite\u0301 \u00a0 sanctionne<br>Ve\u00adlin", table))
    text = had(web, client, "/1").text
    assert "L’Autorité sanctionne" in text
    assert "Velin" in text
    assert "15 January 2027" in text


def test_the_charset_of_the_server_counts(web: Web, client: Client) -> None:
    body = release("L’enquête vise la société Vélin, soupçonnée d’avoir évincé ses concurrents du marché.")
    web.answers["/1"] = page(body.encode("cp1252"), "text/html; charset=windows-1252")
    assert "enquête vise la société Vélin" in had(web, client, "/1").text


def test_a_pdf_is_read(web: Web, client: Client) -> None:
    for kind in ("application/pdf", "application/octet-stream"):
        web.answers["/1"] = page(pdf(LEAD[:60], "Second line"), kind)
        assert had(web, client, "/1").text.split("\n") == [LEAD[:60], "Second line"]


@pytest.mark.parametrize(
    ("answer", "words", "permanent", "trap"),
    [
        (status(404), "HTTP 404", True, "gone"),
        (status(503, Retry_After="60"), "HTTP 503", False, "out of service"),
        (page(""), "empty", False, "nothing"),
        (broken_off(release(LEAD).encode(), 9_999), "broke off", False, "half an article is none"),
        (page(b"x" * 3_000_001), "larger than", False, "too large"),
        (page(html('<app-root></app-root><script src="m.js"></script>')), "JavaScript", False, "an Angular shell"),
        (page(html('<div id="__nuxt"></div>')), "JavaScript", False, "a Nuxt shell"),
        (page(release(title="Nebelwerk investigated")), "no text", False, "a headline alone"),
        (page(release("Sorry, the page was not found. Try the search.")), "nothing at this address", False, "soft 404"),
        (page(html("<main><p>Seite nicht gefunden</p></main>")), "nothing at this address", False, "soft, German"),
        (page(release("Please enable JavaScript and cookies to continue.")), "a check for", False, "a wall"),
        (page(release("Verify you are human by completing the action below.")), "a check for", False, "a captcha"),
        (redirect("/"), "front page", False, "sent to the front page"),
        (page("GIF89a", "image/gif"), "neither a web page nor a PDF", False, "a picture"),
        (page(b"%PDF-1.4 broken", "application/pdf"), "PDF cannot be read", False, "a broken PDF"),
        (page(pdf(), "application/pdf"), "only images", False, "a scanned PDF"),
        (redirect("/1"), "redirects", False, "a loop"),
    ],
)
def test_what_is_no_article_says_so(
    web: Web, client: Client, answer: Answer, words: str, permanent: bool, trap: str
) -> None:
    web.answers["/1"] = answer
    web.answers["/"] = page(release(LEAD, MORE))
    failure = refused(web, client, "/1")
    assert words in failure.reason, trap
    assert failure.permanent is permanent, trap


def test_words_nobody_wrote_down_are_told_by_the_title_that_is_missing(web: Web, client: Client) -> None:
    web.answers["/1"] = page(
        html("<main><p>Bohužiaľ, tu momentálne nič nemáme. Ozvite sa nám, prosím.</p></main>", "Ups")
    )
    failure = refused(web, client, "/1", title="Úrad začal konanie proti spoločnosti Nebelwerk")
    assert "shares no word with the title" in failure.reason
    assert failure.permanent is False
    assert isinstance(read(web, client, "/1", title="Ups"), Article), "a title of one word tells nothing"


@pytest.mark.parametrize("gate", ["/login?next=/1", "/auth/sso", "/consent/save"])
def test_who_is_sent_to_a_gate_has_no_article(web: Web, client: Client, gate: str) -> None:
    web.answers["/1"] = redirect(gate)
    web.answers[gate] = page(release(LEAD, MORE))
    assert "login or a consent page" in refused(web, client, "/1").reason


def test_a_release_on_consent_is_no_gate(web: Web, client: Client) -> None:
    web.answers["/node/7"], web.answers["/consent-decree"] = redirect("/consent-decree"), page(release(LEAD, MORE))
    assert LEAD in had(web, client, "/node/7").text


def test_retry_after_is_passed_on(web: Web, client: Client) -> None:
    web.answers["/1"] = status(503, Retry_After="60")
    assert refused(web, client, "/1").retry_after_seconds == 60.0


def test_a_release_about_a_missing_page_is_an_article(web: Web, client: Client) -> None:
    story = "The authority fined the shop because its cancellation page was not found by most of its users. " * 20
    web.answers["/1"] = page(release(LEAD, MORE, story))
    assert "was not found" in had(web, client, "/1").text


def test_the_longer_text_is_kept(web: Web, client: Client) -> None:
    web.answers["/1"] = page(release(LEAD))
    assert had(web, client, "/1", content=f"<p>{LEAD}</p><p>{MORE}</p><p>{MORE}</p>").text == ""
    assert had(web, client, "/1", summary="Short.").text != ""


def test_nothing_is_asked_when_there_is_nothing_to_read(web: Web, client: Client) -> None:
    assert had(web, client, "/1", "none").text == ""
    assert had(web, client, "/1", "page", url=None).text == ""
    assert web.visits == []


def test_a_link_into_the_network_is_not_followed(web: Web, client: Client) -> None:
    source = Source(id="try", name="Try", publisher="Try", url="https://authority.example/feed")
    entry = Entry(source="try", url=web.base + "/admin", title="T")
    outcome = read_article(source, new_document(source, entry, NOW, False), client, HTTP, NOW)
    assert isinstance(outcome, Failure)
    assert (outcome.permanent, web.visits) == (True, [])


DETAIL = "/commission/presscorner/detail/en/ip_26_9001"
DOCUMENTS = "/commission/presscorner/api/documents?reference=IP/26/9001&language=en"


def documents(**words: object) -> Answer:
    resource = {"title": "Nebelwerk", "subtitle": "<b>Lead</b>", "htmlContent": f"<p>{LEAD}</p><p>{MORE}</p>"}
    reply = {"refCd": "IP/26/9001", "publishDate": "2026-11-18T10:15:00.000+01:00"}
    body = {**reply, "docuLanguageResource": {**resource, "language": "EN", **words}}
    return page(json.dumps(body), "application/json")


def test_a_press_corner_release_is_read_from_its_documents(web: Web, client: Client) -> None:
    web.answers[DOCUMENTS] = documents()
    article = had(web, client, DETAIL, "presscorner")
    assert article.text == f"Lead\n{LEAD}\n{MORE}"
    assert (article.title, article.language, article.url) == ("Nebelwerk", "en", web.base + DETAIL)
    assert article.published == datetime(2026, 11, 18, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "answer",
    [page("not json", "text/html"), page('{"docuLanguageResource": null}'), page("[]"), documents(htmlContent=" ")],
)
def test_documents_without_text_are_asked_again_later(web: Web, client: Client, answer: Answer) -> None:
    web.answers[DOCUMENTS] = answer
    failure = refused(web, client, DETAIL, "presscorner")
    assert "no text of IP/26/9001 yet" in failure.reason
    assert not failure.permanent


def test_a_page_that_points_to_one_release_is_that_release(web: Web, client: Client) -> None:
    web.answers["/news/1"] = page(release(LEAD[:80], f'<a href="{DETAIL}">Press release</a>'))
    web.answers[DOCUMENTS] = documents()
    assert MORE in had(web, client, "/news/1", "presscorner").text
    web.answers[DOCUMENTS] = status(500)
    assert LEAD[:80] in had(web, client, "/news/1", "presscorner").text


def test_a_page_that_points_to_several_releases_is_itself(web: Web, client: Client) -> None:
    other = DETAIL.replace("9001", "9002")
    web.answers["/news/1"] = page(release(LEAD, f'<a href="{DETAIL}">One</a> <a href="{other}">Two</a>'))
    web.answers[DOCUMENTS] = documents()
    assert MORE not in had(web, client, "/news/1", "presscorner").text


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("https://ec.europa.eu/commission/presscorner/detail/en/ip_26_1799", "IP/26/1799"),
        ("https://ec.europa.eu/commission/presscorner/detail/fr/statement_26_2001", "STATEMENT/26/2001"),
        ("https://ec.europa.eu/commission/presscorner/detail/en/ip_26_1799/?utm=1", "IP/26/1799"),
        ("https://ec.europa.eu/commission/presscorner/home/en", None),
    ],
)
def test_presscorner_reference(url: str, reference: str | None) -> None:
    assert presscorner_reference(url) == reference


CONTENT = "/api/content/cma-cases/nebelwerk-slash-harrow-merger-inquiry"
CASE = "/cma-cases/nebelwerk-slash-harrow-merger-inquiry"


def case(body: object, *notes: tuple[str, str]) -> Answer:
    history = [{"public_timestamp": when, "note": note} for when, note in notes]
    reply = {
        "title": "Nebelwerk / Harrow",
        "description": "The CMA is investigating.",
        "public_updated_at": "2026-11-18T10:00:00Z",
        "locale": "en",
        "details": {"body": body, "change_history": history},
    }
    return page(json.dumps(reply), "application/json")


def test_a_case_page_is_read_with_its_newest_milestone(web: Web, client: Client) -> None:
    notes = (("2026-11-18T10:00:00Z", "Phase 2 opened."), ("2026-09-01T10:00:00Z", "First published."))
    web.answers[CONTENT] = case(f"<h2>Timetable</h2><p>{LEAD}</p>", *notes)
    article = had(web, client, CASE, "govuk")
    assert article.text == f"The CMA is investigating.\nPhase 2 opened.\nTimetable\n{LEAD}"
    assert article.published == datetime(2026, 11, 18, 10, tzinfo=UTC)
    assert had(web, client, CASE + "/", "govuk").text == article.text


def test_the_body_may_come_in_several_forms(web: Web, client: Client) -> None:
    forms = [{"content_type": "text/govspeak", "content": "## X"}, {"content_type": "text/html", "content": "<p>Y</p>"}]
    web.answers[CONTENT] = case(forms)
    assert had(web, client, CASE, "govuk").text == "The CMA is investigating.\nY"


@pytest.mark.parametrize("answer", [status(404), page("{}"), page("no json"), case("")])
def test_what_the_content_service_does_not_hold_is_read_as_a_page(web: Web, client: Client, answer: Answer) -> None:
    web.answers[CONTENT], web.answers[CASE] = answer, page(release(LEAD, MORE))
    assert LEAD in had(web, client, CASE, "govuk").text
