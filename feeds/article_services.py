"""Services that give the full text where the page does not: Press Corner's documents, GOV.UK's content."""

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

from feeds.article_pages import Get, Problem, article_of, page_at, read_page
from feeds.dates import parse_stamp
from feeds.limits import MAX_TEXT
from feeds.plain_text import one_line, plain_text
from schemas.document import Article

_DETAIL = re.compile(r"(?P<base>https?://[^?#]+)/detail/(?P<language>[a-z]{2})/(?P<reference>[a-z]+(?:_\d+)+)", re.I)


def presscorner_reference(url: str) -> str | None:
    """Return the reference of a Press Corner detail address: …/detail/en/ip_26_1799 is IP/26/1799."""
    found = _DETAIL.match(url)
    return found["reference"].upper().replace("_", "/") if found else None


def read_presscorner(url: str, get: Get) -> Article | Problem:
    """Return the release at an address of Press Corner, or that a page of the Commission points to; else the page."""
    if presscorner_reference(url):
        return _press_release(url, get)
    outcome = page_at(url, get)
    if isinstance(outcome, Problem):
        return outcome
    page, final = outcome
    own = article_of(page, final)
    releases = {presscorner_reference(link): link for link in page.links if presscorner_reference(link)}
    if len(releases) != 1:
        return own
    release = _press_release(next(iter(releases.values())), get)
    return own if isinstance(release, Problem) or len(release.text) < len(own.text) else release


def _press_release(url: str, get: Get) -> Article | Problem:
    """Ask the documents service of the host that shows the release: its page is a shell without words."""
    found = _DETAIL.match(url)
    if found is None:
        return Problem(url=url, reason="not the address of a press release", permanent=True)
    reference, language = presscorner_reference(url) or "", found["language"].lower()
    answer = get(f"{found['base']}/api/documents?reference={quote(reference, safe='/')}&language={language}")
    if isinstance(answer, Problem):
        return answer
    reply = _json(answer.body)
    words = reply.get("docuLanguageResource")
    if not isinstance(words, dict) or not isinstance(words.get("htmlContent"), str):
        return Problem(url=answer.url, reason=f"the documents service has no text of {reference} yet", status=200)
    lead, body = plain_text(str(words.get("subtitle") or "")), plain_text(words["htmlContent"])
    if not body:
        return Problem(url=answer.url, reason=f"the documents service has no text of {reference} yet", status=200)
    return Article(
        title=one_line(str(words.get("title") or "")),
        text="\n".join(filter(None, (lead, body)))[:MAX_TEXT],
        url=url,
        language=str(words.get("language") or language)[:2].lower(),
        published=parse_stamp(reply.get("publishDate"), "EU"),
    )


def read_govuk(url: str, get: Get) -> Article | Problem:
    """Return a page of GOV.UK as its content service gives it, with the newest change first; else the page."""
    parts = urlsplit(url)
    answer = get(f"{parts.scheme}://{parts.netloc}/api/content{parts.path.rstrip('/')}")
    if isinstance(answer, Problem):
        return read_page(url, get)  # not everything GOV.UK lists is in its content service
    reply = _json(answer.body)
    details = reply.get("details")
    body = plain_text(_html_of(details.get("body"))) if isinstance(details, dict) else ""
    if not isinstance(details, dict) or not body:
        return read_page(url, get)
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
