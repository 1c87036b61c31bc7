"""From an entry to a document, its versions, and the text of its article."""

import hashlib
from datetime import datetime

from feeds.formats.sitemap import title_of
from feeds.identity import entry_hash, fingerprint, identity_key
from feeds.language import detect_language
from feeds.plain_text import plain_text
from schemas.document import Article, Document, DocumentVersion, KnownDocument
from schemas.source import Entry, Source
from schemas.words import TextFrom


def new_document(source: Source, entry: Entry, now: datetime, baseline: bool) -> Document:
    """Return the document of an entry not seen before, with its first version.

    Its id follows from the source and the entry alone, so that a repeated poll gives the same one. `baseline`:
    the entry was there at the first poll of the source and is not news. `now` is UTC.
    """
    printed = fingerprint(entry)
    document_id = _document_id(source, entry, printed)
    return Document(
        id=document_id,
        source=source.id,
        authority=source.authority,
        official=source.official,
        publisher=source.publisher,
        guid=entry.guid,
        url=entry.url,
        fingerprint=printed,
        published=entry.published,
        first_seen=now,
        last_seen=now,
        baseline=baseline,
        current=_version(document_id, 1, entry, now),
    )


def next_version(known: KnownDocument, entry: Entry, now: datetime) -> DocumentVersion:
    """Return the version that follows `known.version`, with the words of the changed entry."""
    return _version(known.id, known.version + 1, entry, now)


def with_article(
    version: DocumentVersion, article: Article | None, error: str | None, now: datetime
) -> DocumentVersion:
    """Return the version with the text of its article, or with the reason why it has none; both are final.

    Without an article the entry's own text stays. The language is found again from the longer text.
    """
    if article is None or not article.text:
        return version.model_copy(update={"read_at": now, "read_error": error})
    return version.model_copy(
        update={
            "title": _better_title(version, article),
            "text": article.text,
            "text_from": TextFrom.ARTICLE,
            "language": detect_language(article.text, article.language or version.language),
            "read_at": now,
            "read_error": error,
        }
    )


def _better_title(version: DocumentVersion, article: Article) -> str:
    """A title read off an address (sitemaps give no other) yields to the one the page has."""
    made_up = not version.title or version.title == title_of(article.url)
    return article.title if made_up and article.title else version.title


def _document_id(source: Source, entry: Entry, printed: str) -> str:
    key = f"{source.id}\x1f{identity_key(entry, printed)}"
    return "doc_" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _version(document_id: str, number: int, entry: Entry, now: datetime) -> DocumentVersion:
    text, text_from = _text(entry)
    return DocumentVersion(
        document=document_id,
        version=number,
        title=entry.title,
        summary=entry.summary,
        text=text,
        text_from=text_from,
        language=detect_language(f"{entry.title}\n{text}", entry.language),
        content_hash=entry_hash(entry),
        seen_at=now,
    )


def _text(entry: Entry) -> tuple[str, TextFrom]:
    content = plain_text(entry.content)
    if content and len(content) >= len(entry.summary):
        return content, TextFrom.ENTRY
    if entry.summary:
        return entry.summary, TextFrom.SUMMARY
    return "", TextFrom.TITLE
