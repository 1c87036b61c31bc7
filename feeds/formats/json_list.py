"""JSON lists (search services, WordPress, Drupal JSON:API), read by the dotted paths a source declares."""

import json
import re
from collections.abc import Iterable
from typing import Any

from feeds.dates import parse_stamp, parse_written_date
from feeds.limits import MAX_CONTENT, MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from feeds.plain_text import one_line, plain_text
from feeds.web_address import web_address
from schemas.source import Entry, JsonRules, ParsedFeed, Response, Source

_PATH = re.compile(r"\{([\w.]+)(?::(\d+|_))?\}")


def parse_json_list(source: Source, response: Response) -> ParsedFeed | str:
    """Return the entries of a JSON list, or the reason why there is none, in plain words."""
    rules = source.json_rules
    if rules is None:
        return "the source declares no [source.json_rules]"
    items = json_items(response.body, rules.items)
    if isinstance(items, str):
        return items
    entries = tuple(_entry(source, rules, response.url, item) for item in items if is_kept(item, rules.keep))
    usable = tuple(entry for entry in entries if entry.title or entry.url)
    if entries and not usable:
        return f"the items have neither {rules.title!r} nor {rules.url!r}: the reply changed its form"
    return ParsedFeed(entries=usable, listed=len(items))


def json_items(body: bytes, path: str) -> list[Any] | str:
    """Return the list at `path` of a JSON reply ("" is the reply itself), or why there is none."""
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return "the answer is not JSON"
    found: Any = reply
    for key in filter(None, path.split(".")):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        return f"the reply has no list at {path!r}"
    if len(found) > MAX_ITEMS:
        return f"the list holds more than {MAX_ITEMS:,} items, which no source needs"
    return found


def values_at(item: object, path: str) -> list[Any]:
    """Return the values at a dotted path, looking into every element of lists on the way."""
    found: list[Any] = [item]
    for key in path.split("."):
        found = [value[key] for value in _flat(found) if isinstance(value, dict) and key in value]
    return [value for value in _flat(found) if value is not None]


def words_at(item: object, path: str | None) -> str:
    """Return the words at a dotted path, several values joined by line breaks; "" when there are none."""
    if not path:
        return ""
    return "\n".join(str(value) for value in values_at(item, path) if isinstance(value, str | int | float))


def is_kept(item: object, keep: Iterable[tuple[str, str]]) -> bool:
    """Return whether an item has, at each path of `keep`, one of the values wanted there (case ignored)."""
    wanted: dict[str, set[str]] = {}
    for path, value in keep:
        wanted.setdefault(path, set()).add(value.casefold())
    return all(
        any(str(value).casefold() in values for value in values_at(item, path)) for path, values in wanted.items()
    )


def address_from(base: str, value: str, page: str) -> str | None:
    """Return the web address of an item.

    `base` is joined with `value`; or it holds `{value}`, or `{slug}`: the value in lower case with "_" for "/"
    (Press Corner writes the reference IP/26/1799 as ip_26_1799 in addresses). Without base, `page` is the base.
    """
    if not value:
        return None
    if "{value}" in base or "{slug}" in base:
        filled = base.replace("{value}", value).replace("{slug}", value.lower().replace("/", "_"))
        return web_address(filled)
    return web_address(value, base or page)


def filled(template: str, item: object) -> str:
    """Return a template with `{path}`, `{path:4}` and `{path:_}` replaced by an item's words, on one line."""

    def words(match: re.Match[str]) -> str:
        found = words_at(item, match[1]).split("\n")[0]
        if match[2] == "_":
            return re.sub(r"[-/]", "_", found)
        return found[: int(match[2])] if match[2] else found

    return _PATH.sub(words, template)


def _title(rules: JsonRules, item: object) -> str:
    return filled(rules.title, item) if "{" in rules.title else words_at(item, rules.title)


def _address(rules: JsonRules, item: object, page: str) -> str | None:
    value = words_at(item, rules.url)
    if value and _PATH.search(rules.url_base.replace("{value}", "").replace("{slug}", "")):
        return web_address(filled(rules.url_base, item))
    return address_from(rules.url_base, value, page)


def _entry(source: Source, rules: JsonRules, page: str, item: object) -> Entry:
    stamp = words_at(item, rules.published).split("\n")[0]
    published = parse_stamp(stamp, source.jurisdiction) or parse_written_date(stamp, source.language)
    return Entry(
        source=source.id,
        guid=words_at(item, rules.guid)[:MAX_TITLE] or None,
        url=_address(rules, item, page),
        title=one_line(_title(rules, item))[:MAX_TITLE],
        summary=plain_text(words_at(item, rules.summary))[:MAX_SUMMARY],
        content=words_at(item, rules.content)[:MAX_CONTENT],
        published=published,
        language=(words_at(item, rules.language).lower()[:2] or source.language),
        revision=stamp if source.living else "",
    )


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value
