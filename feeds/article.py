"""The full text behind an entry: from its page, from Press Corner's documents, or from GOV.UK's content service."""

from collections.abc import Callable
from datetime import datetime

from feeds.article_pages import Get, Problem, read_page
from feeds.article_services import read_govuk, read_presscorner
from feeds.client import Client
from feeds.fetch import retry_after_seconds
from feeds.notices import is_unrelated
from feeds.permission import is_reserved
from feeds.robots import forbidden
from feeds.transfer import Answer, Refusal, transfer
from schemas.document import Article, Document
from schemas.settings import HttpSettings
from schemas.source import ArticleMode, Failure, Source
from schemas.words import TextFrom

_GONE = (404, 410, 451)
_EMPTY = "the article is empty"


def read_article(
    source: Source, document: Document, client: Client, http: HttpSettings, now: datetime
) -> Article | Failure:
    """Return the text behind a document's address, read the way its source declares, or why it cannot be had.

    `text` is empty when there is nothing better than what the entry itself gave: nothing to read, or a page that
    says less. A permanent Failure needs no second try. `now` is UTC. Never raises for what a network or page does.
    """
    if source.article == "none" or document.url is None:
        return Article(text="", url=document.url or "")
    if source.article == "page" or not source.official:
        get = _permitted(source, client, http, now)
    else:
        get = _getter(source, client, http, now, lambda _url: None)
    outcome = _about(document, _READERS[source.article](document.url, get))
    if isinstance(outcome, Problem):
        return Failure(stage="article", source=source.id, at=now, **outcome.model_dump())
    return _unless_shorter(outcome, document)


def _getter(
    source: Source, client: Client, http: HttpSettings, now: datetime, may_ask: Callable[[str], Refusal | None]
) -> Get:
    allow_private = source.allow_private and http.allow_private

    def get(url: str) -> Answer | Problem:
        refused = may_ask(url)
        answer = refused or transfer(url, dict(source.headers), client, http, allow_private, may_follow=may_ask)
        if isinstance(answer, Refusal):
            return Problem(url=answer.url, reason=answer.reason, permanent=answer.permanent)
        problem = _answer_problem(answer)
        if problem is None:
            return answer
        return Problem(
            url=answer.url,
            reason=problem,
            status=answer.status,
            retry_after_seconds=retry_after_seconds(answer.header("retry-after"), now),
            permanent=answer.status in _GONE,
        )

    return get


def _permitted(source: Source, client: Client, http: HttpSettings, now: datetime) -> Get:
    """Return what gets pages: robots.txt is asked first, of each host a redirect leads to as well.

    A newspaper's reservation of text mining is obeyed.
    """
    get = _getter(source, client, http, now, lambda url: forbidden(url, source, client, http, now))

    def get_if_permitted(url: str) -> Answer | Problem:
        answer = get(url)
        if isinstance(answer, Answer) and not source.official and is_reserved(answer.headers, answer.body):
            return Problem(url=url, reason="the newspaper reserves text and data mining", permanent=True)
        return answer

    return get_if_permitted


def _answer_problem(answer: Answer) -> str | None:
    if answer.status not in (200, 203):
        return f"HTTP {answer.status} for the article"
    if not answer.complete:
        return "the article broke off before its end"
    return None if answer.body.strip() else _EMPTY


def _about(document: Document, outcome: Article | Problem) -> Article | Problem:
    if isinstance(outcome, Problem) or not is_unrelated(document.current.title, f"{outcome.title}\n{outcome.text}"):
        return outcome
    return Problem(url=outcome.url, reason="the page shares no word with the title it was announced by", status=200)


def _unless_shorter(article: Article, document: Document) -> Article:
    version = document.current
    own = version.text if version.text_from in (TextFrom.ENTRY, TextFrom.SUMMARY) else ""
    return article if len(article.text) >= len(own) else article.model_copy(update={"text": ""})


_READERS: dict[ArticleMode, Callable[[str, Get], Article | Problem]] = {
    "page": read_page,
    "presscorner": read_presscorner,
    "govuk": read_govuk,
}
