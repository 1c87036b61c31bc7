"""Documents, their versions, and where their text comes from."""

from datetime import UTC, datetime

import pytest

from feeds.documents import new_document, next_version, with_article
from feeds.language import detect_language
from schemas.document import Article, KnownDocument
from schemas.source import Entry, Source
from schemas.words import TextFrom

NOW = datetime(2026, 11, 20, tzinfo=UTC)
LATER = datetime(2026, 11, 21, tzinfo=UTC)
SOURCE = Source(
    id="try", name="Try", publisher="An Authority", authority="uk-cma", url="https://authority.example/feed"
)
GERMAN = "Das Bundeskartellamt hat ein Verfahren wegen des Verdachts eines Missbrauchs einer Stellung eingeleitet."
ENGLISH = "The authority has opened an investigation into the conduct of the company in the market for assistants."


def entry(**changes: object) -> Entry:
    values = {"source": "try", "guid": "1", "url": "https://authority.example/1", "title": "T"}
    return Entry.model_validate({**values, **changes})


def test_an_id_follows_from_source_and_entry_alone() -> None:
    document = new_document(SOURCE, entry(), NOW, False)
    assert document.id == new_document(SOURCE, entry(), LATER, True).id
    assert document.id.startswith("doc_")
    assert len(document.id) == 20
    other_source = SOURCE.model_copy(update={"id": "other"})
    others = [new_document(SOURCE, entry(**c), NOW, False).id for c in ({"guid": "2"}, {"title": "U"})]
    assert len({document.id, new_document(other_source, entry(), NOW, False).id, *others}) == 4


def test_a_document_carries_its_source() -> None:
    document = new_document(SOURCE, entry(published=NOW), LATER, True)
    assert (document.publisher, document.authority, document.official) == ("An Authority", "uk-cma", True)
    assert (document.published, document.first_seen, document.baseline) == (NOW, LATER, True)
    assert (document.current.document, document.current.version) == (document.id, 1)


@pytest.mark.parametrize(
    ("changes", "text", "text_from"),
    [
        ({}, "", TextFrom.TITLE),
        ({"summary": "Short."}, "Short.", TextFrom.SUMMARY),
        ({"summary": "Short.", "content": "<p>One.</p><p>Two.</p>"}, "One.\nTwo.", TextFrom.ENTRY),
        ({"summary": "A longer summary.", "content": "<p>Cut…</p>"}, "A longer summary.", TextFrom.SUMMARY),
        ({"content": "<script>x()</script>"}, "", TextFrom.TITLE),
    ],
)
def test_the_best_text_of_an_entry(changes: dict[str, str], text: str, text_from: TextFrom) -> None:
    version = new_document(SOURCE, entry(**changes), NOW, False).current
    assert (version.text, version.text_from, version.read_at) == (text, text_from, None)


def test_the_next_version_is_unread_and_has_another_hash() -> None:
    first = new_document(SOURCE, entry(), NOW, False)
    known = KnownDocument(
        id=first.id,
        guid="1",
        url=first.url,
        fingerprint="f",
        content_hash=first.current.content_hash,
        version=1,
        first_seen=NOW,
    )
    version = next_version(known, entry(title="New"), LATER)
    assert (version.document, version.version, version.title, version.seen_at) == (first.id, 2, "New", LATER)
    assert version.content_hash != first.current.content_hash
    assert version.read_at is None


def test_an_article_is_the_best_text_and_the_hash_stays_the_entrys() -> None:
    version = new_document(SOURCE, entry(summary="Kurz.", language="en"), NOW, False).current
    read = with_article(version, Article(title="X", text=GERMAN, url="u"), None, LATER)
    assert (read.text, read.text_from, read.read_at, read.language) == (GERMAN, TextFrom.ARTICLE, LATER, "de")
    assert (read.title, read.content_hash) == ("T", version.content_hash)


def test_a_title_read_off_the_address_yields_to_the_pages_own() -> None:
    url = "https://authority.example/nl/publicaties/acm-start-onderzoek"
    version = new_document(SOURCE, entry(title="Acm start onderzoek", url=url), NOW, False).current
    article = Article(title="ACM start onderzoek naar Polderwerk", text=GERMAN, url=url)
    assert with_article(version, article, None, LATER).title == "ACM start onderzoek naar Polderwerk"
    assert with_article(version, article.model_copy(update={"title": ""}), None, LATER).title == version.title


@pytest.mark.parametrize("article", [None, Article(text="", url="u")])
def test_without_an_article_the_entrys_text_stays(article: Article | None) -> None:
    version = new_document(SOURCE, entry(summary="Short."), NOW, False).current
    read = with_article(version, article, "HTTP 404 for the article", LATER)
    assert (read.text, read.text_from) == ("Short.", TextFrom.SUMMARY)
    assert (read.read_at, read.read_error) == (LATER, "HTTP 404 for the article")


@pytest.mark.parametrize(
    ("text", "hint", "language", "why"),
    [
        (GERMAN, "en", "de", "a long text speaks for itself"),
        (ENGLISH, None, "en", "without a hint"),
        ("L’Autorité de la concurrence sanctionne deux entreprises du secteur des services en ligne.", "", "fr", "fr"),
        ("L'Autorità ha avviato un'istruttoria nei confronti della società per abuso di posizione.", "", "it", "it"),
        (
            "De toezichthouder heeft een onderzoek geopend naar het gedrag van de aanbieder van diensten.",
            "",
            "nl",
            "nl",
        ),
        ("La autoridad ha incoado un expediente sancionador contra la empresa por abuso de posición.", "", "es", "es"),
        (
            "공정거래위원회는 해당 기업의 시장지배적 지위 남용 행위에 대한 조사를 개시하였다고 밝혔다" * 2,
            "",
            "ko",
            "ko",
        ),
        ("Microsoft/Mistral", "fr", "fr", "a short text trusts the hint"),
        ("", None, "en", "nothing to go by"),
        ("Microsoft fined over its assistant", "<b>", "en", "a hint that is no language"),
        ("12345", "de", "de", "no letters"),
    ],
)
def test_detect_language(text: str, hint: str | None, language: str, why: str) -> None:
    assert detect_language(text, hint) == language, why


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        pytest.param("The authority has opened an inquiry into the use of data by the firm.", "en", "en", id="as said"),
        pytest.param(
            "L'autorité a ouvert une enquête sur les pratiques de la société dans le secteur des assistants.",
            "en",
            "fr",
            id="a French item in a feed that says English",
        ),
        pytest.param("Bußgeld gegen Firnwerk", "de", "de", id="too short to judge"),
    ],
)
def test_a_source_is_believed_when_small_words_bear_it_out(text: str, hint: str, language: str) -> None:
    assert detect_language(text, hint) == language
