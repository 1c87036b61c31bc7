"""The open case data of DG Competition (data.europa.eu, "EC competition cases"): one JSON object of cases by number.

Every field is a list of none or more values; a coded one is JSON within a string, `{"code", "label"}` or
`{"items": [...]}`, and is decoded twice. A case lives: each new decision is a new version of its entry.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from feeds.dates import parse_stamp
from feeds.formats.json_list import values_at
from feeds.limits import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from feeds.plain_text import one_line
from feeds.web_address import web_address
from schemas.source import Entry, ParsedFeed, Response, Source

_PAGE = "https://competition-cases.ec.europa.eu/cases/"
_MOST_CASES = 5 * MAX_ITEMS
_NEWEST, _EARLIER = "Last decision", "Earlier decision"
_CASE, _MERGER = "Case registered", "Merger registered"
_DATED = re.compile(rf"^(?:{_NEWEST}|{_CASE}|{_MERGER}): (?:.* on )?(\d{{4}}-\d\d-\d\d)(?: \(.*\))?$")


def parse_case_data(source: Source, response: Response) -> ParsedFeed | str:
    """Return an entry for each case, or the reason why there is none, in plain words."""
    try:
        cases = json.loads(response.body)
    except (ValueError, RecursionError):
        return "the answer is not JSON"
    if not isinstance(cases, dict):
        return "the answer is no table of cases by number"
    if len(cases) > _MOST_CASES:
        return f"the table holds more than {_MOST_CASES:,} cases"
    entries = tuple(_entry(source, number, case) for number, case in cases.items() if isinstance(case, dict))
    if cases and not any(entry.title != entry.guid for entry in entries):
        return "no case has a caseTitle: the table changed its form"
    return ParsedFeed(entries=entries)


def _entry(source: Source, number: str, case: Mapping[str, Any]) -> Entry:
    days = sorted(_labels(case, "metadata.caseLastDecisionDate")) or sorted(
        _labels(case, "metadata.caseInitiationDate")
    )
    last = days[-1] if days else ""
    return Entry(
        source=source.id,
        guid=number[:MAX_TITLE],
        url=web_address(number, _PAGE),
        title=one_line(" ".join([number, *_labels(case, "metadata.caseTitle")]))[:MAX_TITLE],
        summary="\n".join(_lines(number, case))[:MAX_SUMMARY],
        published=parse_stamp(last, source.jurisdiction) if last else None,
        language=source.language,
        revision=f"{last} {len(list(values_at(case, 'decisions')))}",
    )


def _lines(number: str, case: Mapping[str, Any]) -> Iterator[str]:
    """Yield the card of a case: who it is about, then what was decided, the newest first."""
    decided = list(_decisions(case))
    beginning = "Initiated" if decided else _MERGER if number.startswith("M.") else _CASE
    yield from _named("Companies", case, "metadata.caseCompanies")
    yield from _named("Instrument", case, "metadata.caseInstrument")
    yield from _named("Legal basis", case, "metadata.caseLegalBasis")
    yield from decided
    yield from _named(beginning, case, "metadata.caseInitiationDate")


def day_of_card(line: str) -> date | None:
    """Return the day on which a line of a case's card says that something was decided or registered."""
    dated = _DATED.match(line)
    moment = parse_stamp(dated[1]) if dated else None
    return moment.date() if moment else None


def _named(name: str, case: Mapping[str, Any], path: str) -> Iterator[str]:
    words = list(dict.fromkeys(_labels(case, path)))
    if words:
        yield f"{name}: {', '.join(words)}"


def _decisions(case: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each decision, those of the newest day first: only these are news."""
    dated = [(_day(decision), decision) for decision in values_at(case, "decisions")]
    newest = max((day for day, _ in dated), default="")
    for day, decision in sorted(dated, key=lambda one: one[0], reverse=True):
        types = ", ".join(_labels(decision, "metadata.decisionTypes")) or "decision"
        releases = ", ".join(_labels(decision, "metadata.decisionPressReleases"))
        name = _NEWEST if day == newest else _EARLIER
        yield f"{name}: {types}{f' on {day}' if day else ''}{f' ({releases})' if releases else ''}"


def _day(decision: Any) -> str:
    return max(_labels(decision, "metadata.decisionAdoptionDate"), default="")[: len("2026-11-17")]


def _labels(case: Any, path: str) -> Iterable[str]:
    """Yield the words at a path, those of coded values decoded."""
    for value in values_at(case, path):
        yield from _decoded(value)


def _decoded(value: Any) -> Iterable[str]:
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            yield value
            return
    if isinstance(value, dict):
        items = value.get("items")
        for item in items if isinstance(items, list) else [value]:
            if isinstance(item, dict) and item.get("label"):
                yield str(item["label"])
    elif isinstance(value, str | int | float):
        yield str(value)
