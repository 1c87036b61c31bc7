"""The full text behind an entry: from its page, from Press Corner's documents, or from GOV.UK's content service."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from feeds.client import Client
from feeds.dates import parse_stamp
from feeds.fetch import retry_after_seconds
from feeds.limits import MAX_TEXT
from feeds.notices import is_unrelated
from feeds.page import Page, read_html, read_pdf
from feeds.permission import is_reserved
from feeds.plain_text import one_line, plain_text
from feeds.robots import forbidden
from feeds.transfer import Answer, Refusal, transfer
from schemas.base import Model
from schemas.document import Article, Document
from schemas.settings import HttpSettings
from schemas.source import ArticleMode, Failure, Source
from schemas.words import TextFrom

_DETAIL = re.compile(r"(?P<base>https?://[^?#]+)/detail/(?P<language>[a-z]{2})/(?P<reference>[a-z]+(?:_\d+)+)", re.I)
_GONE = (404, 410, 451)
_GATE = re.compile(
    r"^https?://(?:consent|login|auth|sso|signin|accounts?|idp|guce)\.|/(?:log-?in|sign-?in|sso|saml2?|oauth2?|consent)\b",
    re.I,
)
"""Addresses that articles are not at, but whoever may not read them is sent to."""
_EMPTY = "the article is empty"


class _Problem(Model):
    """Why a text could not be had, before it is known whose it is."""

    url: str
    reason: str
    status: int | None = None
    retry_after_seconds: float | None = None
    permanent: bool = False


Get = Callable[[str], Answer | _Problem]


def read_article(
    source: Source, document: Document, client: Client, http: HttpSettings, now: datetime
) -> Article | Failure:
    """Return the text behind a document's address, read the way its source declares, or why it cannot be had.

    `text` is empty when there is nothing better than what the entry itself gave: nothing to read, or a page that
    says less. A permanent Failure needs no second try. `now` is UTC. Never raises for what a network or page does.
    """
    if source.article == "none" or document.url is None:
        return Article(text="", url=document.url or "")
    get = _getter(source, client, http, now)
    if source.article == "page" or not source.official:
        get = _permitted(get, source, client, http, now)
    outcome = _about(document, _READERS[source.article](document.url, get))
    if isinstance(outcome, _Problem):
        return Failure(stage="article", source=source.id, at=now, **outcome.model_dump())
    return _unless_shorter(outcome, document)


def presscorner_reference(url: str) -> str | None:
    """Return the reference of a Press Corner detail address: …/detail/en/ip_26_1799 is IP/26/1799."""
    found = _DETAIL.match(url)
    return found["reference"].upper().replace("_", "/") if found else None


def _getter(source: Source, client: Client, http: HttpSettings, now: datetime) -> Get:
    allow_private = source.allow_private and http.allow_private

    def get(url: str) -> Answer | _Problem:
        answer = transfer(url, dict(source.headers), client, http, allow_private)
        if isinstance(answer, Refusal):
            return _Problem(url=answer.url, reason=answer.reason, permanent=answer.permanent)
        problem = _answer_problem(answer)
        if problem is None:
            return answer
        return _Problem(
            url=answer.url,
            reason=problem,
            status=answer.status,
            retry_after_seconds=retry_after_seconds(answer.header("retry-after"), now),
            permanent=answer.status in _GONE,
        )

    return get


def _permitted(get: Get, source: Source, client: Client, http: HttpSettings, now: datetime) -> Get:
    """Return `get` for pages: robots.txt is asked first, and a newspaper's reservation of text mining obeyed."""

    def get_if_permitted(url: str) -> Answer | _Problem:
        refused = forbidden(url, source, client, http, now)
        if refused:
            return _Problem(url=url, **refused._asdict())
        answer = get(url)
        if isinstance(answer, Answer) and not source.official and is_reserved(answer.headers, answer.body):
            return _Problem(url=url, reason="the newspaper reserves text and data mining", permanent=True)
        return answer

    return get_if_permitted


def _answer_problem(answer: Answer) -> str | None:
    if answer.status not in (200, 203):
        return f"HTTP {answer.status} for the article"
    if not answer.complete:
        return "the article broke off before its end"
    return None if answer.body.strip() else _EMPTY


def _about(document: Document, outcome: Article | _Problem) -> Article | _Problem:
    if isinstance(outcome, _Problem) or not is_unrelated(document.current.title, f"{outcome.title}\n{outcome.text}"):
        return outcome
    return _Problem(url=outcome.url, reason="the page shares no word with the title it was announced by", status=200)


def _unless_shorter(article: Article, document: Document) -> Article:
    version = document.current
    own = version.text if version.text_from in (TextFrom.ENTRY, TextFrom.SUMMARY) else ""
    return article if len(article.text) >= len(own) else article.model_copy(update={"text": ""})


def _read_page(url: str, get: Get) -> Article | _Problem:
    outcome = _page(url, get)
    return outcome if isinstance(outcome, _Problem) else _article_of(*outcome)


def _page(url: str, get: Get) -> tuple[Page, str] | _Problem:
    answer = get(url)
    if isinstance(answer, _Problem):
        return answer
    if _is_front_page(answer.url) and not _is_front_page(url):
        return _Problem(
            url=url, reason="the address leads to the front page: the article is gone", status=answer.status
        )
    if _GATE.search(answer.url) and not _GATE.search(url):
        return _Problem(url=answer.url, reason="the address leads to a login or a consent page", status=answer.status)
    kind = answer.header("content-type") or ""
    if answer.body[:1024].lstrip().startswith(b"%PDF") or "application/pdf" in kind.lower():
        page = read_pdf(answer.body)
    elif kind and not re.match(r"\s*(?:text/|application/(?:xhtml\+)?xml)", kind, re.I):
        page = f"the article is neither a web page nor a PDF but {one_line(kind)[:80]}"
    else:
        page = read_html(answer.body, kind, answer.url)
    if isinstance(page, str):
        return _Problem(url=answer.url, reason=page, status=answer.status)
    return page, answer.url


def _article_of(page: Page, url: str) -> Article:
    return Article(title=page.title, text=page.text, url=url, language=page.language, published=page.published)


def _is_front_page(url: str) -> bool:
    return urlsplit(url).path.strip("/") == ""


def _read_presscorner(url: str, get: Get) -> Article | _Problem:
    if presscorner_reference(url):
        return _press_release(url, get)
    outcome = _page(url, get)
    if isinstance(outcome, _Problem):
        return outcome
    page, final = outcome
    own = _article_of(page, final)
    releases = {presscorner_reference(link): link for link in page.links if presscorner_reference(link)}
    if len(releases) != 1:
        return own
    release = _press_release(next(iter(releases.values())), get)
    return own if isinstance(release, _Problem) or len(release.text) < len(own.text) else release


def _press_release(url: str, get: Get) -> Article | _Problem:
    """Ask the documents service of the host that shows the release: its page is a shell without words."""
    found = _DETAIL.match(url)
    if found is None:
        return _Problem(url=url, reason="not the address of a press release", permanent=True)
    reference, language = presscorner_reference(url) or "", found["language"].lower()
    answer = get(f"{found['base']}/api/documents?reference={quote(reference, safe='/')}&language={language}")
    if isinstance(answer, _Problem):
        return answer
    reply = _json(answer.body)
    words = reply.get("docuLanguageResource")
    if not isinstance(words, dict) or not isinstance(words.get("htmlContent"), str):
        return _Problem(url=answer.url, reason=f"the documents service has no text of {reference} yet", status=200)
    lead, body = plain_text(str(words.get("subtitle") or "")), plain_text(words["htmlContent"])
    if not body:
        return _Problem(url=answer.url, reason=f"the documents service has no text of {reference} yet", status=200)
    return Article(
        title=one_line(str(words.get("title") or "")),
        text="\n".join(filter(None, (lead, body)))[:MAX_TEXT],
        url=url,
        language=str(words.get("language") or language)[:2].lower(),
        published=parse_stamp(reply.get("publishDate"), "EU"),
    )


def _read_govuk(url: str, get: Get) -> Article | _Problem:
    parts = urlsplit(url)
    answer = get(f"{parts.scheme}://{parts.netloc}/api/content{parts.path.rstrip('/')}")
    if isinstance(answer, _Problem):
        return _read_page(url, get)  # not everything GOV.UK lists is in its content service
    reply = _json(answer.body)
    details = reply.get("details")
    body = plain_text(_html_of(details.get("body"))) if isinstance(details, dict) else ""
    if not isinstance(details, dict) or not body:
        return _read_page(url, get)
    lead = plain_text(str(reply.get("description") or ""))
    return Article(
        title=one_line(str(reply.get("title") or "")),
        text="\n".join(filter(None, (lead, _newest_change(details), body)))[:MAX_TEXT],
        url=url,
        language=str(reply.get("locale") or "en")[:2].lower(),
        published=parse_stamp(reply.get("public_updated_at"), "GB"),
    )


def _html_of(body: object) -> str:
    """GOV.UK gives HTML, or a list of the same text in several forms."""
    if isinstance(body, list):
        forms = {part.get("content_type"): part.get("content") for part in body if isinstance(part, dict)}
        return str(forms.get("text/html") or "")
    return body if isinstance(body, str) else ""


def _newest_change(details: dict[str, Any]) -> str:
    """The note of the latest milestone: on a case page that lives on, this is the news."""
    changes = [change for change in details.get("change_history") or () if isinstance(change, dict)]
    if len(changes) < 2:
        return ""  # the first one says only that the page was published
    newest = max(changes, key=lambda change: str(change.get("public_timestamp") or ""))
    return plain_text(str(newest.get("note") or ""))


def _json(body: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return reply if isinstance(reply, dict) else {}


_READERS: dict[ArticleMode, Callable[[str, Get], Article | _Problem]] = {
    "page": _read_page,
    "presscorner": _read_presscorner,
    "govuk": _read_govuk,
}
