"""Looks at an address somebody wants watched and proposes a declaration: its feed, else its list of links."""

import re
from collections import Counter, defaultdict
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from feeds.client import Client
from feeds.formats.feed import parse_feed
from feeds.formats.listing import html_tree
from feeds.guard import refusal, resolve_host
from feeds.transfer import Refusal, transfer
from feeds.web_address import web_address
from schemas.base import Model
from schemas.errors import SourceError
from schemas.settings import HttpSettings
from schemas.source import Response, Source

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEWEST_LINKS = 4
_WORDS = re.compile(r"\S+(?:\s+\S+){2,}")
"""A headline has three words or more; a menu mostly has fewer."""


class Proposal(Model):
    """A declaration to write, and the titles of the first items it would give."""

    url: str
    format: str
    item: str = ""
    keep_urls: str = ""
    min_items: int = 1
    fields: tuple[str, ...] = ("title", "url")
    private: bool = False
    """It leads into this machine or network, and was asked because that was allowed."""
    titles: tuple[str, ...] = ()


def propose(url: str, client: Client, http: HttpSettings, now: datetime) -> Proposal:
    """Return the proposal for an address: the feed it is, the first feed its page names, else a list of its links.

    `now` is UTC. Private addresses are asked when `http.allow_private` says so. Raises SourceError, in words a
    user understands, when it cannot be read or has neither.
    """
    found = _found(url, client, http, now)
    return found.model_copy(update={"private": http.allow_private and _is_private(found.url, http)})


def _found(url: str, client: Client, http: HttpSettings, now: datetime) -> Proposal:
    body, kind, url = _got(url, client, http)
    if (found := _as_feed(url, body, now)) is not None:
        return found
    for address in feeds_named(url, body, kind):
        named, _, address = _got(address, client, http)
        if (found := _as_feed(address, named, now)) is not None:
            return found
    listed = guess_listing(url, body, kind)
    if listed is None:
        raise SourceError(
            f"{url}: no feed is named there and no list of headlines was recognised (is it made by a script in the "
            "browser?); declare it by hand, see docs/sources.md"
        )
    return listed


def declaration(proposal: Proposal, source_id: str, name: str, publisher: str) -> str:
    """Return the TOML of a proposal as a source of that id; everything not known keeps its default."""
    lines = [
        "[[source]]",
        f"id = {_quoted(source_id)}",
        f"name = {_quoted(name)}",
        f"publisher = {_quoted(publisher)}",
        f"url = {_quoted(proposal.url)}",
        f"format = {_quoted(proposal.format)}",
        "official = false # true, with `authority`, when an authority publishes here",
    ]
    if proposal.private:
        lines.append("allow_private = true")
    if proposal.keep_urls:
        lines.append(f"keep_urls = {_quoted(proposal.keep_urls)}")
    fields = ", ".join(_quoted(field) for field in proposal.fields)
    lines.append(f"expect = {{ min_items = {proposal.min_items}, fields = [{fields}] }}")
    if proposal.item:
        lines += ["", "[source.listing]", f"item = {_quoted(proposal.item)}", 'title = "."', 'link = "."']
    return "\n".join(lines) + "\n"


def feeds_named(url: str, body: bytes, content_type: str) -> tuple[str, ...]:
    """Return the addresses of the feeds a page names in its head (`<link rel="alternate">`), each once."""
    page = html_tree(body, content_type)
    if page is None:
        return ()
    links = [link for link in page.iter("link") if (link.get("type") or "").lower().split(";")[0] in _FEED_TYPES]
    named = (web_address(link.get("href"), url) for link in links if "alternate" in (link.get("rel") or "").lower())
    return tuple(dict.fromkeys(address for address in named if address))


def guess_listing(url: str, body: bytes, content_type: str) -> Proposal | None:
    """Return the list of the folder below which most headlines of a page lead, None when there is none."""
    page = html_tree(body, content_type)
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for link in page.iter("a") if page is not None else ():
        address, title = web_address(link.get("href"), url), " ".join(link.text_content().split())
        if address and _WORDS.match(title) and urlsplit(address).hostname == urlsplit(url).hostname:
            groups[_folder(address)].setdefault(address, title)
    best = Counter({folder: len(titles) for folder, titles in groups.items() if folder != "/"}).most_common(1)
    if not best or best[0][1] < _FEWEST_LINKS:
        return None
    folder = best[0][0]
    return Proposal(
        url=url,
        format="listing",
        item=f'a[href*="{folder}"]',
        keep_urls=rf"{re.escape(folder)}[^/?#]+",
        min_items=max(1, best[0][1] // 2),
        titles=tuple(groups[folder].values())[:5],
    )


def _folder(address: str) -> str:
    path = urlsplit(address).path.rstrip("/")
    return path[: path.rfind("/") + 1] or "/"


def _as_feed(url: str, body: bytes, now: datetime) -> Proposal | None:
    source = Source(id="probe", name="probe", url=url, publisher="probe")
    parsed = parse_feed(source, Response(source="probe", url=url, status=200, body=body, fetched_at=now))
    if isinstance(parsed, str) or not parsed.entries:
        return None
    has = [n for n in ("title", "url", "guid", "published") if any(getattr(e, n) for e in parsed.entries)]
    titles = tuple(entry.title for entry in parsed.entries)[:5]
    return Proposal(
        url=url, format="feed", min_items=max(1, len(parsed.entries) // 2), fields=tuple(has), titles=titles
    )  # fmt: skip


def _got(url: str, client: Client, http: HttpSettings) -> tuple[bytes, str, str]:
    answer = transfer(url, {}, client, http, http.allow_private)
    if isinstance(answer, Refusal):
        raise SourceError(f"{url}: {answer.reason}")
    if answer.status != 200:
        raise SourceError(f"{url}: HTTP {answer.status}")
    return answer.body, answer.header("content-type") or "", urljoin(url, answer.url)


def _is_private(url: str, http: HttpSettings) -> bool:
    try:
        return refusal(url, False, resolve_host, through_proxy=http.proxy is not None) is not None
    except OSError:
        return False


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
