"""What the demo's server answers with: feeds, article pages, and the Commission's documents API."""

import json
from email.utils import format_datetime
from html import escape

from casewatch.demo.items import Item
from schemas.source import Source

# Real pages carry names of watched firms in their furniture; a reader must not take them for news.
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title} | {publisher}</title>
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="{published}">
</head>
<body>
<div class="cookie-banner" role="dialog"><p>We use cookies. Our statistics are kept by Google Analytics.</p>
<button>Accept all</button><button>Only necessary</button></div>
<header><a href="/">{publisher}</a>
<nav><ul><li><a href="/news">News</a></li><li><a href="/topics">Topics</a></li>
<li><a href="/contact">Contact</a></li></ul></nav>
</header>
<main><article><h1>{title}</h1>
<p class="date"><time datetime="{published}">{day}</time></p>
{paragraphs}
</article></main>
<aside class="related"><h2>Most read</h2>
<ul><li><a href="/a">Apple</a></li><li><a href="/b">Energy</a></li></ul></aside>
<footer><p>Follow us on X, Facebook, LinkedIn and YouTube</p>
<p>Legal notice. Accessibility. Press.</p></footer>
</body>
</html>
"""

_RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{publisher}</title><link>{base}/</link><language>{language}</language>
<description>{publisher}</description>
{items}
</channel></rss>
"""

_ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{publisher}</title><id>{base}/</id><updated>{updated}</updated>
{items}
</feed>
"""


def feed_page(source: Source, items: tuple[Item, ...], base: str) -> str:
    """Return the feed of `source` as XML: Atom for the CMA, as GOV.UK serves it, RSS for the others."""
    if source.authority == "uk-cma":
        entries = "\n".join(_atom_entry(item, base) for item in items)
        updated = items[0].published.isoformat() if items else ""
        return _ATOM.format(publisher=escape(source.publisher), base=base, updated=updated, items=entries)
    return _RSS.format(
        publisher=escape(source.publisher),
        base=base,
        language=source.language,
        items="\n".join(_rss_item(item, base) for item in items),
    )


def article_page(source: Source, item: Item) -> str:
    """Return the full page of an item, with the furniture of a real site around it."""
    return _PAGE.format(
        language=source.language,
        title=escape(item.title),
        publisher=escape(source.publisher),
        published=item.published.isoformat(),
        day=item.published.date().isoformat(),
        paragraphs="\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs),
    )


def document_reply(item: Item) -> str:
    """Return an item as the Commission's Press Corner documents API answers it (JSON)."""
    reply = {
        "refCd": item.reference,
        "publishDate": item.published.isoformat(timespec="milliseconds"),
        "eventDate": item.published.date().isoformat(),
        "docutypeResource": {"code": "IP", "description": "Press release"},
        "docuLanguageResource": {
            "title": item.title,
            "subtitle": "",
            "htmlContent": "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs),
            "language": "EN",
            "original": True,
            "attachmentResources": [],
            "linkResources": [],
        },
        "originalLanguage": "EN",
        "languages": ["EN"],
    }
    return json.dumps(reply)


def _rss_item(item: Item, base: str) -> str:
    link = escape(base + item.path)
    return (
        f"<item><title>{escape(item.title)}</title><link>{link}</link>"
        f"<description>{escape(item.summary)}</description>"
        f"<pubDate>{format_datetime(item.published)}</pubDate><guid>{link}</guid></item>"
    )


def _atom_entry(item: Item, base: str) -> str:
    # GOV.UK gives `updated` alone, a tag: address as id, and cut summaries.
    return (
        f"<entry><id>tag:127.0.0.1,2005:{escape(item.path)}</id><updated>{item.published.isoformat()}</updated>"
        f'<link rel="alternate" type="text/html" href="{escape(base + item.path)}"/>'
        f'<title>{escape(item.title)}</title><summary type="html">{escape(item.summary)}</summary></entry>'
    )
