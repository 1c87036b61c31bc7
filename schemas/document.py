"""A document and its versions: what casewatch keeps of a release or an article."""

import hashlib
from typing import Literal

from pydantic import Field

from schemas.base import Model, Slug, UtcDatetime
from schemas.words import TextFrom


class DocumentVersion(Model):
    """One state of a document's words. Versions are only ever added."""

    document: str
    version: int = Field(ge=1)
    title: str = ""
    summary: str = ""
    text: str = ""
    text_from: TextFrom = TextFrom.TITLE
    language: str | None = None
    content_hash: str
    seen_at: UtcDatetime
    read_at: UtcDatetime | None = None
    """When the article behind the entry was read (or given up); None: not yet."""
    read_error: str | None = None
    erased_at: UtcDatetime | None = None
    """When the retention policy erased text and summary; None: they are there."""


class Document(Model):
    """One release or article of one source, with its newest version."""

    id: str
    source: Slug
    authority: str | None = None
    official: bool
    publisher: str
    guid: str | None = None
    url: str | None = None
    fingerprint: str
    published: UtcDatetime | None = None
    first_seen: UtcDatetime
    last_seen: UtcDatetime
    baseline: bool = False
    """True when the document was there at the first poll of its source."""
    current: DocumentVersion


ChangeKind = Literal["retitled", "edited", "withdrawn", "republished"]


class DocumentChange(Model):
    """What a version of a document changed of the one before."""

    document: str
    version: int = Field(ge=2)
    at: UtcDatetime
    kind: ChangeKind
    diff: str
    """Words taken out as `[-…-]` and put in as `{+…+}`, with a few words around them."""
    changed: tuple[str, ...] = ()
    """What of weight changed: names, dates, amounts, articles."""


class KnownDocument(Model):
    """What is needed to tell whether an entry is new: identities and the hash of its words."""

    id: str
    guid: str | None = None
    url: str | None = None
    fingerprint: str
    content_hash: str
    version: int
    first_seen: UtcDatetime


class Article(Model):
    """The full text behind an entry."""

    title: str = ""
    text: str
    url: str
    language: str | None = None
    published: UtcDatetime | None = None


def content_hash(title: str, summary: str, content: str = "") -> str:
    """Return the SHA-256 (hex) of an entry's words: equal hash, equal version."""
    joined = "\x1f".join((title, summary, content))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
