"""The page behind an entry: an article in HTML or PDF, or why what came is none."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from feeds.page import Page, read_html, read_pdf
from feeds.plain_text import one_line
from feeds.transfer import Answer
from schemas.base import Model
from schemas.document import Article

_GATE = re.compile(
    r"^https?://(?:consent|login|auth|sso|signin|accounts?|idp|guce)\."
    r"|/(?:log-?in|sign-?in|sso|saml2?|oauth2?|consent)(?:[/?.]|$)",
    re.I,
)
"""Addresses that articles are not at, but whoever may not read them is sent to."""


class Problem(Model):
    """Why a text could not be had, before it is known whose it is."""

    url: str
    reason: str
    status: int | None = None
    retry_after_seconds: float | None = None
    permanent: bool = False


Get = Callable[[str], Answer | Problem]


def read_page(url: str, get: Get) -> Article | Problem:
    """Return the article at an address, or why there is none."""
    outcome = page_at(url, get)
    return outcome if isinstance(outcome, Problem) else article_of(*outcome)


def page_at(url: str, get: Get) -> tuple[Page, str] | Problem:
    """Return the page at an address with the address it was found at in the end, or why there is none."""
    answer = get(url)
    if isinstance(answer, Problem):
        return answer
    if _is_front_page(answer.url) and not _is_front_page(url):
        return Problem(url=url, reason="the address leads to the front page: the article is gone", status=answer.status)
    if _GATE.search(answer.url) and not _GATE.search(url):
        return Problem(url=answer.url, reason="the address leads to a login or a consent page", status=answer.status)
    kind = answer.header("content-type") or ""
    if answer.body[:1024].lstrip().startswith(b"%PDF") or "application/pdf" in kind.lower():
        page = read_pdf(answer.body)
    elif kind and not re.match(r"\s*(?:text/|application/(?:xhtml\+)?xml)", kind, re.I):
        page = f"the article is neither a web page nor a PDF but {one_line(kind)[:80]}"
    else:
        page = read_html(answer.body, kind, answer.url)
    if isinstance(page, str):
        return Problem(url=answer.url, reason=page, status=answer.status)
    return page, answer.url


def article_of(page: Page, url: str) -> Article:
    """Return what a page says, as the article at `url`."""
    return Article(title=page.title, text=page.text, url=url, language=page.language, published=page.published)


def _is_front_page(url: str) -> bool:
    return urlsplit(url).path.strip("/") == ""
