"""A source and what one poll of it gives: response, entries, or a failure."""

from typing import Literal

from pydantic import Field, HttpUrl, TypeAdapter, field_validator

from schemas.base import Model, Slug, UtcDatetime

SourceFormat = Literal["feed", "listing", "sitemap", "news_broker", "json_list", "case_data"]
ArticleMode = Literal["page", "presscorner", "govuk", "none"]
FailureStage = Literal["fetch", "parse", "article", "analyse"]

_HTTP_URL = TypeAdapter(HttpUrl)


class Expect(Model):
    """What normal looks like; a breach is an issue, not silence."""

    min_items: int = Field(default=1, ge=0)
    fields: tuple[str, ...] = ("title", "url")
    max_silence_days: int | None = Field(default=None, ge=1)


class ListingRules(Model):
    """CSS selectors of an HTML listing, relative to the page and then to each item."""

    item: str
    title: str
    link: str
    date: str | None = None
    date_order: Literal["DMY", "MDY", "YMD"] = "DMY"
    summary: str | None = None
    strip_query: bool = False
    anchor: bool = False
    """Rows without a link of their own are told apart by a fragment of the page's address."""
    next: str = "a[rel~=next], link[rel~=next]"
    """The link to the next page of the list, as HTML names it; it is followed on the same host only."""


class JsonRules(Model):
    """Where the fields of a JSON list stand: dotted paths from the reply and then from each item.

    `title` and `url_base` may also hold words around paths in braces: `{path}`, `{path:4}` for its first four
    letters, `{path:_}` with underscores for hyphens and slashes.
    """

    items: str
    title: str
    url: str
    url_base: str = ""
    guid: str | None = None
    published: str | None = None
    summary: str | None = None
    content: str | None = None
    language: str | None = None
    keep: tuple[tuple[str, str], ...] = ()


class More(Model):
    """How a poll asks for further pages of a list when a whole page of it is new.

    `url` and `post` hold `{page}` or `{offset}` (items before this page). Without `url` a listing's own link to its
    next page is followed, and other formats have one page.
    """

    url: str | None = None
    post: str | None = None
    page_size: int | None = Field(default=None, ge=1)
    first_page: int = Field(default=1, ge=0)
    """The number of the page that `source.url` gives."""
    max_pages: int = Field(default=10, ge=1)
    """Pages of one poll at most."""


class Archive(Model):
    """Where a source's past can be asked for, in pages.

    `url` and `post` hold `{from}` and `{to}` (days, also in a form of strftime: `{from:%d/%m/%Y}`), `{page}` and
    `{offset}` (items before this page). What is not said here is as the source declares it.
    """

    url: str
    post: str | None = None
    format: SourceFormat | None = None
    listing: ListingRules | None = None
    json_rules: JsonRules | None = None
    page_size: int | None = Field(default=None, ge=1)
    """Items of a full page; a shorter one is the last. None: pages are asked for until one brings nothing new."""
    first_page: int = Field(default=1, ge=0)
    max_pages: int = Field(default=500, ge=1)
    window_days: int | None = Field(default=None, ge=1)
    """Days to ask for at once, where the archive does not give any number of pages."""
    newest_first: bool = False
    """Pages go back in time: the first one that is wholly older than what is wanted is the last."""

    def asks_by_day(self) -> bool:
        """Return whether the question itself names the days."""
        return "{from" in self.url + (self.post or "")

    def has_pages(self) -> bool:
        """Return whether there is more than one page to ask for."""
        asked = self.url + (self.post or "")
        return "{page}" in asked or "{offset}" in asked


class Source(Model):
    """One endpoint of an authority or a newspaper, as declared in a sources file."""

    id: Slug
    name: str
    url: str
    format: SourceFormat = "feed"
    official: bool = True
    authority: str | None = None
    publisher: str
    jurisdiction: str | None = None
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    priority: int = Field(default=2, ge=1, le=4)
    interval_minutes: int = Field(default=60, ge=1)
    article: ArticleMode = "page"
    headers: tuple[tuple[str, str], ...] = ()
    post: str | None = None
    """A question that is asked by POST with this body; such an answer cannot be asked for conditionally."""
    max_bytes: int | None = Field(default=None, gt=0)
    """Bytes an answer may have, where they are more than `http.max_bytes`."""
    keep_urls: str | None = None
    drop_titles: str | None = None
    listing: ListingRules | None = None
    json_rules: JsonRules | None = None
    archive: Archive | None = None
    more: More = More()
    expect: Expect = Expect()
    living: bool = False
    """True for lists of pages that live on: a later update time is a new version, even of equal words."""
    allow_private: bool = False

    def past(self) -> Archive | None:
        """Return where its past can be asked for; sitemaps and the case register hold theirs themselves."""
        whole = self.format in ("sitemap", "case_data")
        return self.archive or (Archive(url=self.url) if whole else None)

    @field_validator("url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        if _HTTP_URL.validate_python(value).username is not None:
            raise ValueError("a user name or password in an address is shown wherever it is; declare it in `headers`")
        return value


class FeedState(Model):
    """What is remembered of a source between polls."""

    source: Slug
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    first_poll: UtcDatetime | None = None
    """When the source was first asked, whether it answered or not: the watch of it began then."""
    last_poll: UtcDatetime | None = None
    last_success: UtcDatetime | None = None
    last_new_item: UtcDatetime | None = None
    next_poll: UtcDatetime | None = None
    failures_in_a_row: int = Field(default=0, ge=0)
    error: str | None = None
    proven: bool = False
    """True once a poll met the declared items and fields."""
    baseline_at: UtcDatetime | None = None
    """When the first successful poll was made; its entries are not news."""


class Response(Model):
    """An answer of a source. `body` is decoded of its content encoding, not of its charset."""

    source: Slug
    url: str
    status: int
    content_type: str = ""
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    max_age_seconds: int | None = None
    not_modified: bool = False
    complete: bool = True
    fetched_at: UtcDatetime


class Failure(Model):
    """One source or document that could not be read: a value that is stored and shown."""

    stage: FailureStage
    source: Slug
    url: str
    reason: str
    status: int | None = None
    retry_after_seconds: float | None = None
    permanent: bool = False
    at: UtcDatetime


class Entry(Model):
    """One item of a feed or listing, as the source gave it. A missing date stays None."""

    source: Slug
    guid: str | None = None
    url: str | None = None
    title: str = ""
    summary: str = ""
    content: str = ""
    published: UtcDatetime | None = None
    updated: UtcDatetime | None = None
    language: str | None = None
    revision: str = ""
    """What a living page's list says of its state beyond words; it counts as words for a new version."""


class ParsedFeed(Model):
    """The entries of one response; `degraded` says what was wrong with it, if anything."""

    entries: tuple[Entry, ...] = ()
    listed: int = 0
    """Items of the response, those too that the source's own rules leave out."""
    degraded: str | None = None
    next_url: str | None = None
    """Where the list goes on, if it says so."""
