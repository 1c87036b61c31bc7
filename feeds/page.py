"""From the bytes of an article, web page or PDF, to its text. Pure: what is asked where is feeds/article.py's."""

import re
import threading
from datetime import datetime

import lxml.html

from feeds.formats.listing import html_tree
from feeds.limits import MAX_PAGE_BYTES, MAX_PDF_PAGES, MAX_TEXT
from feeds.plain_text import normalise_text, one_line, words_of
from feeds.web_address import web_address
from schemas.base import Model

ENOUGH = 200
"""Characters from which a text is surely more than a headline with a button."""

_MISSING = re.compile(
    r"\b404\b|"
    r"(?:page|content|article|document)\s+(?:was |is |could )?(?:not|no longer)\s+(?:be )?(?:found|available|exists?)|"
    r"seite (?:wurde )?nicht (?:gefunden|verfügbar)|page (?:introuvable|non trouvée|inexistante)|pagina non trovata|"
    r"página no (?:encontrada|existe)|página não encontrada|pagina niet gevonden|nie znaleziono strony",
    re.I,
)
_WALL = re.compile(
    r"(?:enable|activate|requires?)\s+(?:javascript|cookies)|javascript (?:is )?(?:disabled|required)|"
    r"(?:verify|confirm) (?:that )?you are (?:a )?human|checking (?:if|your browser)|just a moment|access denied|"
    r"captcha|unusual traffic|(?:cookies|javascript) (?:aktivieren|akzeptieren)|acceptez? (?:les|nos) cookies|"
    r"accetta(?:re)? i cookie|aceptar (?:las )?cookies|(?:we|this site) uses? cookies",
    re.I,
)
_SHELL = re.compile(
    rb"<app-root|<div[^>]+id=[\"'](?:root|app|__nuxt|__next|___gatsby)[\"']|ng-version=|<noscript>[^<]*javascript", re.I
)
_SHORT = 1_500
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

    A page that is a headline alone, a shell for JavaScript, a "not found" said with HTTP 200, or a wall of cookies
    or captchas is no article.
    """
    tree = html_tree(body[:MAX_PAGE_BYTES], content_type)
    if tree is None:
        return "the page is empty"
    title, language, links = _title(tree), _language(tree), _links(tree, url)
    text = _main_text(tree)[:MAX_TEXT]
    problem = _page_problem(title, text, body)
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


def _page_problem(title: str, text: str, body: bytes) -> str | None:
    beginning = f"{title}\n{text[:300]}"
    if len(text) < _SHORT and _MISSING.search(beginning):
        return "the page says that there is nothing at this address"
    if len(text) < _SHORT and _WALL.search(text if len(text) < 600 else beginning):
        return "a check for browsers or cookies was served in place of the page"
    rest = normalise_text(text.replace(title, "", 1)) if title else text
    if len(rest) < ENOUGH and _SHELL.search(body):
        return "the page is built by JavaScript: it has a title but no text"
    if len(rest) < 40:
        return "the page has a title but no text"
    return None


def _title(tree: lxml.html.HtmlElement) -> str:
    for path in (".//meta[@property='og:title']", ".//h1", ".//title"):
        for element in tree.iterfind(path):
            words = one_line(element.get("content") or normalise_text(words_of_title(element)))
            if words:
                return words[:2_000]
    return ""


def words_of_title(element: lxml.html.HtmlElement) -> str:
    """Return the words of a heading or of <title>, whose words are not part of the visible page."""
    return "".join(element.itertext()) if element.tag == "title" else words_of(element)


def _language(tree: lxml.html.HtmlElement) -> str | None:
    declared = (tree.get("lang") or "")[:2].lower()
    return declared if re.fullmatch(r"[a-z]{2}", declared) else None


def _links(tree: lxml.html.HtmlElement, url: str) -> tuple[str, ...]:
    main = next((part for name in ("main", "article") for part in tree.iterfind(f".//{name}")), tree)
    found: dict[str, None] = {}
    for link in main.iterfind(".//a[@href]"):
        if address := web_address(link.get("href"), url):
            found[address] = None
    return tuple(found)
