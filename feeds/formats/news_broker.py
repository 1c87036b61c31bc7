"""The news service of the Swiss federal administration (news.admin.ch): all offices in one JSON list.

`json_rules.keep` names the offices to keep: the service's own filter needs numbers that are not published, and
silently gives everything when it does not understand them.
"""

from typing import Any

from feeds.dates import parse_stamp
from feeds.formats.json_list import address_from, is_kept, json_items, words_at
from feeds.limits import MAX_CONTENT, MAX_SUMMARY, MAX_TITLE
from feeds.plain_text import one_line, plain_text
from schemas.source import Entry, JsonRules, ParsedFeed, Response, Source

_STUB = "LINK"
_ADDRESS = "https://www.news.admin.ch/{lang}/newnsb/{value}"


def parse_news_broker(source: Source, response: Response) -> ParsedFeed | str:
    """Return the entries of the offices a source keeps, or the reason why there is no list."""
    rules = source.json_rules
    if rules is None:
        return "the source declares no [source.json_rules]"
    items = json_items(response.body, rules.items)
    if isinstance(items, str):
        return items
    if not items:
        return "the reply is empty, though the federal administration publishes every day"
    kept = (item for item in items if words_at(item, "kind") != _STUB and is_kept(item, rules.keep))
    return ParsedFeed(entries=tuple(_entry(source, rules, item) for item in kept))


def _entry(source: Source, rules: JsonRules, item: Any) -> Entry:
    language = words_at(item, "lang")[:2].lower() or source.language or "de"
    base = (rules.url_base or _ADDRESS).replace("{lang}", language)
    return Entry(
        source=source.id,
        guid=words_at(item, rules.guid or "id")[:MAX_TITLE] or None,
        url=address_from(base, words_at(item, rules.url), base),
        title=one_line(words_at(item, rules.title))[:MAX_TITLE],
        summary=plain_text(words_at(item, rules.summary or "description"))[:MAX_SUMMARY],
        content=words_at(item, rules.content or "text")[:MAX_CONTENT],
        published=parse_stamp(words_at(item, rules.published or "publishDate"), source.jurisdiction),
        language=language,
    )
