"""Sitemaps (sitemaps.org protocol 0.9): addresses and days of change; the title is read off the address."""

import re
from urllib.parse import unquote, urlsplit

from lxml import etree

from feeds.dates import parse_stamp
from feeds.web_address import web_address
from schemas.source import Entry, ParsedFeed, Response, Source

_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|pdf|jsp)$", re.I)


def parse_sitemap(source: Source, response: Response) -> ParsedFeed | str:
    """Return an entry for each address of a sitemap, or the reason why it is none, in plain words."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(response.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"the answer is not XML ({error})"
    kind = etree.QName(root).localname if root is not None and isinstance(root.tag, str) else ""
    if kind == "sitemapindex":
        return "the answer is an index of sitemaps: the source must name one of its parts"
    if kind != "urlset":
        return "the answer is not a sitemap"
    found = (_entry(source, element) for element in root.iterfind("{*}url"))
    degraded = f"the sitemap is not well formed ({parser.error_log.last_error})" if len(parser.error_log) else None
    return ParsedFeed(entries=tuple(entry for entry in found if entry is not None), degraded=degraded)


def _entry(source: Source, element: etree._Element) -> Entry | None:
    url = web_address(element.findtext("{*}loc"))
    if url is None:
        return None
    changed = parse_stamp(element.findtext("{*}lastmod"), source.jurisdiction)
    return Entry(
        source=source.id,
        url=url,
        title=title_of(url),
        # lastmod is the day of the last change, not of publication.
        updated=changed,
        language=source.language,
        revision=changed.isoformat() if source.living and changed else "",
    )


def title_of(url: str) -> str:
    """Return the words of the last part of an address that holds letters, as a stand-in for a title."""
    parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
    named = [part for part in parts if re.search(r"[^\W\d_]{3}", part)] or parts
    words = re.sub(r"[-_+\s]+", " ", _EXTENSION.sub("", named[-1])).strip() if named else url
    return words[:1].upper() + words[1:]
