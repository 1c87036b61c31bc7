"""HTML lists, read by the CSS selectors a source declares."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import lxml.html
from cssselect import SelectorError
from lxml import etree

from feeds.dates import parse_stamp, parse_written_date
from feeds.limits import MAX_SUMMARY, MAX_TITLE
from feeds.plain_text import normalise_text, words_of
from feeds.web_address import web_address
from schemas.source import Entry, ListingRules, ParsedFeed, Response, Source

ITSELF = "."
"""In place of a selector: the item's own element."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)


def parse_listing(source: Source, response: Response) -> ParsedFeed | str:
    """Return the entries of an HTML list, or the reason why there are none, in plain words."""
    rules = source.listing
    if rules is None:
        return "the source declares no [source.listing] rules"
    try:
        page = html_tree(response.body, response.content_type)
        if page is None:
            return "the answer is not a web page"
        items = page.cssselect(rules.item)
        found = [_entry(source, rules, response.url, item) for item in items]
    except SelectorError as error:
        return f"a selector of the source cannot be read: {error}"
    entries = _one_an_address(entry for entry in found if entry is not None)
    if not items:
        return f"no element matches {rules.item!r}: the page was rebuilt, or a check for browsers was served"
    if not entries:
        return f"{len(items)} elements match {rules.item!r}, none has a title and a link: the page was rebuilt"
    return ParsedFeed(entries=entries, next_url=_next_page(page, rules, response.url))


def html_tree(body: bytes, content_type: str) -> lxml.html.HtmlElement | None:
    """Return the tree of a page in the encoding the server, else the page, else UTF-8 says; None if empty."""
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:4096].decode("latin-1"))
    for encoding in (declared[1] if declared else "utf-8", "utf-8", "windows-1252"):
        try:
            parser = lxml.html.HTMLParser(encoding=encoding, no_network=True)
        except LookupError:
            continue
        try:
            return lxml.html.document_fromstring(body, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return None
    return None


def _entry(source: Source, rules: ListingRules, base: str, item: lxml.html.HtmlElement) -> Entry | None:
    link = _first(item, rules.link)
    title = _words(_first(item, rules.title))
    if rules.anchor and title and (link is None or not link.get("href")):
        url = web_address(f"#{fragment_of(title)}", base)
    else:
        url = web_address(link.get("href"), base) if link is not None else None
    if url is None or not title:
        return None
    return Entry(
        source=source.id,
        url=_without_query(url) if rules.strip_query else url,
        title=title[:MAX_TITLE],
        summary=_words(_first(item, rules.summary))[:MAX_SUMMARY] if rules.summary else "",
        published=_date(source, rules, item),
        language=source.language,
        revision=fragment_of(_words(item)) if source.living else "",
    )


def _next_page(page: lxml.html.HtmlElement, rules: ListingRules, base: str) -> str | None:
    link = _first(page, rules.next)
    url = web_address(link.get("href"), base) if link is not None else None
    return url if url and url != base and urlsplit(url).netloc == urlsplit(base).netloc else None


def fragment_of(words: str) -> str:
    """Return the fragment that stands for a row without a link: equal as long as its words are."""
    return "row-" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _one_an_address(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return one entry an address: a card links its picture, its headline and "read more" to one page."""
    best: dict[str | None, Entry] = {}
    for entry in entries:
        if entry.url not in best or len(entry.title) > len(best[entry.url].title):
            best[entry.url] = entry
    return tuple(best.values())


def _date(source: Source, rules: ListingRules, item: lxml.html.HtmlElement) -> datetime | None:
    element = _first(item, rules.date) if rules.date else None
    if element is None:
        return None
    stamp = parse_stamp(element.get("datetime"), source.jurisdiction) if element.get("datetime") else None
    return stamp or parse_written_date(_words(element), source.language, rules.date_order)


def _first(item: lxml.html.HtmlElement, selector: str) -> lxml.html.HtmlElement | None:
    if selector == ITSELF:
        return item
    return next(iter(item.cssselect(selector)), None)


def _words(element: lxml.html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(normalise_text(words_of(element)).split())


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=""))
