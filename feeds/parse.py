"""From a response to its entries, by the format the source declares."""

import re
from collections.abc import Callable

from feeds.formats.case_data import parse_case_data
from feeds.formats.feed import parse_feed
from feeds.formats.json_list import parse_json_list
from feeds.formats.listing import parse_listing
from feeds.formats.news_broker import parse_news_broker
from feeds.formats.sitemap import parse_sitemap
from schemas.source import Entry, Failure, ParsedFeed, Response, Source, SourceFormat

FORMATS: dict[SourceFormat, Callable[[Source, Response], ParsedFeed | str]] = {
    "feed": parse_feed,
    "listing": parse_listing,
    "sitemap": parse_sitemap,
    "news_broker": parse_news_broker,
    "json_list": parse_json_list,
    "case_data": parse_case_data,
}
"""A format is one function: from a source and its response to entries, or to the reason why there are none."""


def parse(source: Source, response: Response) -> ParsedFeed | Failure:
    """Return the entries of a response in the source's order, or a Failure in plain words.

    `keep_urls` and `drop_titles` of the source are applied. A body that broke off is read as far as it goes, and
    said to be degraded.
    """
    parsed = FORMATS[source.format](source, response)
    if isinstance(parsed, str):
        return Failure(
            stage="parse",
            source=source.id,
            url=response.url,
            reason=parsed if response.complete else f"the answer broke off before its end: {parsed}",
            status=response.status,
            at=response.fetched_at,
        )
    degraded = parsed.degraded if response.complete else "the answer broke off before its end"
    return ParsedFeed(
        entries=tuple(entry for entry in parsed.entries if _is_wanted(source, entry)),
        listed=max(parsed.listed, len(parsed.entries)),
        degraded=degraded,
        next_url=parsed.next_url,
    )


def _is_wanted(source: Source, entry: Entry) -> bool:
    if not (entry.title or entry.url or entry.summary or entry.content):
        return False
    if source.keep_urls and not re.search(source.keep_urls, entry.url or ""):
        return False
    return not (source.drop_titles and re.search(source.drop_titles, entry.title, re.I))
