"""From the bytes of an article, web page or PDF, to its text. Pure: what is asked where is feeds/article.py's."""

import re
import threading
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import cast

import lxml.html
from lxml import etree

from feeds.formats.listing import html_tree
from feeds.limits import MAX_PAGE_BYTES, MAX_PDF_PAGES, MAX_TEXT
from feeds.notices import ENOUGH, REASONS, SHORT, Kind, weigh
from feeds.plain_text import normalise_text, one_line, words_of
from feeds.web_address import web_address
from schemas.base import Model

_HEADLINE = 40
"""Weight up to which a text says no more than a headline."""

_ENOUGH_BESIDE: dict[Kind, int] = {"script": ENOUGH, "check": 100, "login": 100}
"""Weight a text needs beside such traces; pages of releases have boxes to log in and to comment by, too."""

_LOADED_LATER = (
    "app-root",
    "app",
    "root",
    "__next",
    "__nuxt",
    "___gatsby",
    "main-app",
    "react-root",
    "svelte",
    "q-app",
)
"""Ids, and tags, of the elements that a script in the browser fills."""
_FILLED_LATER = etree.XPath("//*[" + " or ".join(f"self::{name} or @id='{name}'" for name in _LOADED_LATER) + "]")
_NEEDS_SCRIPT = re.compile(rb"ng-version=|<noscript>(?:[^<]|<(?!noscript)\w+>){0,600}?javascript", re.I)
_CHALLENGE = re.compile(
    rb"_cf_chl_opt|cdn-cgi/challenge|_Incapsula_Resource|captcha-delivery|px-captcha|awswaf|(?:h-|g-re)captcha"
    rb"|cf-turnstile",
    re.I,
)
_BANNER = re.compile(r"cookie|consent|gdpr|rgpd|onetrust|didomi|usercentrics|tarteaucitron|axeptio|iubenda", re.I)
_LONGEST_BANNER, _SHORTEST_PAGE = 5_000, 600
_MOST_PARTS = 50
"""Elements of a kind that are looked into: a page of thousands must not take for ever."""
_MOST_LINKS = 2_000
_LONGEST_ATTRIBUTE = 20_000
"""Letters of a value beyond which an attribute is dropped: each rule about classes would look through all of them."""
_LONG_ATTRIBUTE = re.compile(rb"=\s*[\"'][^\"'<>]{%d}" % _LONGEST_ATTRIBUTE)
_TITLE_PATHS = (".//meta[@property='og:title']", ".//h1", ".//title")
_PDFIUM = threading.Lock()  # PDFium must not be used by two threads at once


class Page(Model):
    """What a page says. `links` are the absolute addresses its main part points to."""

    title: str = ""
    text: str
    language: str | None = None
    published: datetime | None = None
    links: tuple[str, ...] = ()


def read_html(body: bytes, content_type: str, url: str) -> Page | str:
    """Return the title and the main text of a web page, or why it is none, in plain words.

    A page that is a headline alone, a shell for JavaScript, a "not found" said with HTTP 200, a wall of cookies or
    captchas, a login, or a note that the site is out of order is no article.
    """
    tree = html_tree(body[:MAX_PAGE_BYTES], content_type)
    if tree is None:
        return "the page is empty"
    if _LONG_ATTRIBUTE.search(body):
        _drop_long_attributes(tree)
    titles, language, links = _titles(tree), _language(tree), _links(tree, url)
    title = next(iter(titles), "")
    traces = _traces(tree, body)
    _drop_banners(tree)
    text = _main_text(tree)[:MAX_TEXT]
    problem = _page_problem(titles, text, traces)
    # Most pages repeat their title as the first line of the text.
    return problem or Page(title=title, text=text.removeprefix(f"{title}\n"), language=language, links=links)


def read_pdf(body: bytes) -> Page | str:
    """Return the text of a PDF, or why it has none, in plain words."""
    import pypdfium2

    try:
        with _PDFIUM:
            document = pypdfium2.PdfDocument(body)
            try:
                count = min(len(document), MAX_PDF_PAGES)
                pages = [_pdf_page(document, number) for number in range(count)]
            finally:
                document.close()
    except pypdfium2.PdfiumError as error:
        return f"the PDF cannot be read ({error})"
    text = normalise_text("\n".join(pages))[:MAX_TEXT]
    return Page(text=text) if text else "the PDF holds no text, only images"


def _pdf_page(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    words = page.get_textpage()
    try:
        return str(words.get_text_bounded())
    finally:
        words.close()
        page.close()


def _main_text(tree: lxml.html.HtmlElement) -> str:
    for furniture in [*tree.iter("nav", "footer")]:
        if furniture.getparent() is not None:
            furniture.drop_tree()  # of a page without words, trafilatura would take the menu for the article
    own = _article_words(tree)
    text = normalise_text(_extracted(tree))
    # A release of one paragraph is too short for trafilatura's measures; its element says that it is the article.
    return own if len(text) < ENOUGH < len(own) or not text else text


def _extracted(tree: lxml.html.HtmlElement) -> str:
    import trafilatura

    try:
        return trafilatura.extract(tree, fast=True, include_comments=False, include_tables=True) or ""
    except Exception:  # outside markup in a library of many corners: the article's own element is left
        return ""


def _article_words(tree: lxml.html.HtmlElement) -> str:
    for selector in (".//article", ".//main", ".//*[@role='main']"):
        found = tree.findall(selector)
        if len(found) == 1:
            return normalise_text(words_of(found[0]))
    return ""


def _page_problem(titles: Sequence[str], text: str, traces: frozenset[Kind]) -> str | None:
    """Return why a page is no article, in plain words; None when it is one."""
    if len(text) >= SHORT:
        return None
    weighed = weigh(text, titles)
    if weighed.sure:
        return REASONS[weighed.sure[0]]
    heaviest = weighed.heaviest()
    if heaviest and sum(weighed.notices.values()) >= weighed.own:
        return REASONS[heaviest]
    for kind, enough in _ENOUGH_BESIDE.items():
        if kind in traces and weighed.own < enough:
            return REASONS[kind]
    return "the page has a title but no text" if weighed.own < _HEADLINE else None


def _traces(tree: lxml.html.HtmlElement, body: bytes) -> frozenset[Kind]:
    """Return what the markup hints at, whatever the words are."""
    found: dict[Kind, bool] = {
        "script": _is_shell(tree, body),
        "login": tree.find(".//input[@type='password']") is not None,
        "check": bool(_CHALLENGE.search(body)),
    }
    return frozenset(kind for kind, here in found.items() if here)


def _is_shell(tree: lxml.html.HtmlElement, body: bytes) -> bool:
    """Return whether the element that a script fills is empty, or a page without a headline says that it needs one."""
    roots = cast(list[lxml.html.HtmlElement], _FILLED_LATER(tree))
    empty = any(len(normalise_text(words_of(root))) < _HEADLINE for root in roots[:_MOST_PARTS])
    return empty or (bool(_NEEDS_SCRIPT.search(body)) and not any(True for _ in tree.iter("main", "article", "h1")))


def _drop_long_attributes(tree: lxml.html.HtmlElement) -> None:
    for element in tree.iter("*"):
        for name in [name for name, value in element.items() if len(value) > _LONGEST_ATTRIBUTE]:
            del element.attrib[name]


def _drop_banners(tree: lxml.html.HtmlElement) -> None:
    """Take the banners about cookies out of a page. What has a headline of its own is a text about cookies."""
    named = (part for part in tree.iter("div", "section", "aside", "dialog", "form") if _is_named_banner(part))
    for banner in [part for part in islice(named, _MOST_PARTS) if _is_banner(part)]:
        banner.drop_tree()


def _is_named_banner(part: lxml.html.HtmlElement) -> bool:
    return _BANNER.search(f"{part.get('id', '')} {part.get('class', '')}") is not None


def _is_banner(part: lxml.html.HtmlElement) -> bool:
    if part.getparent() is None or any(True for _ in part.iter("h1", "main", "article")):
        return False
    words = normalise_text(words_of(part))
    if len(words) > _LONGEST_BANNER:
        return False  # the page itself, marked as one whose cookies were accepted
    has_button = any(True for _ in part.iter("button", "input"))
    return weigh(words).heaviest() == "check" or (has_button and len(words) < _SHORTEST_PAGE)


def _titles(tree: lxml.html.HtmlElement) -> tuple[str, ...]:
    """Return the page's titles, the best first: what it calls itself elsewhere, its headline, its window's."""
    found = (
        one_line(element.get("content") or normalise_text(words_of_title(element)))[:2_000]
        for path in _TITLE_PATHS
        for element in tree.iterfind(path)
    )
    return tuple(dict.fromkeys(filter(None, found)))


def words_of_title(element: lxml.html.HtmlElement) -> str:
    """Return the words of a heading or of <title>, whose words are not part of the visible page."""
    return "".join(element.itertext()) if element.tag == "title" else words_of(element)


def _language(tree: lxml.html.HtmlElement) -> str | None:
    declared = (tree.get("lang") or "")[:2].lower()
    return declared if re.fullmatch(r"[a-z]{2}", declared) else None


def _links(tree: lxml.html.HtmlElement, url: str) -> tuple[str, ...]:
    main = next((part for name in ("main", "article") for part in tree.iterfind(f".//{name}")), tree)
    found: dict[str, None] = {}
    for link in islice(main.iterfind(".//a[@href]"), _MOST_LINKS):
        if address := web_address(link.get("href"), url):
            found[address] = None
    return tuple(found)
