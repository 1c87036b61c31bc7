"""The figures of a replay, read from the published files and from what the fake Slack accepted."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.tools import Tools
from knowledge.load import load_catalogue
from schemas.settings import Settings
from store.query import run_sql

Figures = dict[str, Any]
Rows = list[dict[str, Any]]


FINDINGS = """
    SELECT f.event_id, f.link, d.source_id FROM findings f JOIN documents d USING (document_id)
    WHERE f.event_id NOTNULL
"""


def read_wanted(path: Path | None) -> Rows:
    """Return the events to be found: id of the article, authority, accepted actions, firms, and if optional."""
    if path is None:
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def figures(
    *,
    settings: Settings,
    served: set[str],
    failing: set[str],
    documents: list[int],
    messages: Rows,
    wanted: Rows,
    seconds: float,
) -> Figures:
    """Return all counts: served and stored, told and doubled, wanted and found, failing and shown failing."""
    found = find_wanted(settings, wanted)
    beyond = alerts_beyond(settings, wanted)
    shown = {
        row["source_id"] for row in ask(settings, "SELECT source_id FROM source_health WHERE failing_since NOTNULL")
    }
    return {
        "served_items": len(served),
        "documents_after_each_round": documents,
        "documents_added_by_later_rounds": documents[-1] - documents[0],
        "messages": len(messages),
        "step_alerts": count(settings, "SELECT count(*) FROM alert_log WHERE kind <> 'summary'"),
        "summaries": count(settings, "SELECT count(*) FROM alert_log WHERE kind = 'summary'"),
        "alerts_not_sent": count(settings, "SELECT count(*) FROM alert_log WHERE state <> 'sent'"),
        "alerts_doubled": sum(times - 1 for times in Counter(map(alert_id, messages)).values()),
        "events": count(settings, "SELECT count(*) FROM events"),
        "failing_in_the_recording": len(failing),
        "failing_not_shown": sorted(failing - shown),
        "shown_failing_but_read": sorted(shown - failing),
        "wanted": len(ids_of(wanted)),
        "wanted_found": len(ids_of(found)),
        "wanted_alerted": sum(item["how"] == "alert" for item in found),
        "wanted_missed": sorted(ids_of(wanted) - ids_of(found)),
        "alerts_beyond": len(beyond),
        "beyond": beyond,
        "seconds": seconds,
    }


def fault_figures(tools: Tools, faults: Mapping[str, str]) -> Figures:
    """Return for each source with a fault how often it was told to be out of order, and to be well again."""
    if not faults:
        return {}
    lines = [json.loads(line) for line in tools.settings.ops_file.read_text("utf-8").splitlines()]
    told = {
        f"{name} ({fault})": [
            sum(line["topic"].startswith(f"{name}:") and line["text"].startswith("Recovered") == well for line in lines)
            for well in (False, True)
        ]
        for name, fault in faults.items()
    }
    return {"told_of_breach_and_recovery": told}


def ids_of(items: Rows) -> set[str]:
    """Return the ids of the items that are not marked optional."""
    return {item["id"] for item in items if not item.get("optional")}


def alert_id(message: dict[str, Any]) -> str:
    """Return the id of the alert a message carries."""
    return str(message["metadata"]["event_payload"]["alert"])


def find_wanted(settings: Settings, wanted: Rows) -> Rows:
    """Return the wanted items that are events with the right authority, action and firms, and how each was told."""
    told = {row["event_id"] for row in ask(settings, "SELECT event_id FROM alert_log WHERE event_id NOTNULL")}
    findings = ask(settings, "SELECT * FROM findings WHERE event_id NOTNULL AND status = 'asserted'")
    found = []
    for item in wanted:
        events = {row["event_id"] for row in findings if says(row, item)}
        if events:
            found.append({**item, "how": "alert" if events & told else "summary"})
    return found


def says(finding: dict[str, Any], item: dict[str, Any]) -> bool:
    """Return whether a finding is what was wanted of an article."""
    return (
        finding["link"].endswith(f"/articles/{item['id']}")
        and finding["authority_id"] == item["authority"]
        and finding["action"] in item["action"]
        and set(item["firms"]) <= set(finding["targets"])
    )


def alerts_beyond(settings: Settings, wanted: Rows) -> list[str]:
    """Return the steps that were told, or stand in a summary, and are none of the wanted items'.

    Of the archive feeds nobody wrote down what is wanted: their documents are left out.
    """
    ids = tuple(f"/articles/{item['id']}" for item in wanted)
    findings = ask(settings, FINDINGS)
    expected = {row["event_id"] for row in findings if row["link"].endswith(ids)} if ids else set()
    recorded = {row["event_id"] for row in findings if not row["source_id"].startswith("archive-")}
    told = {row["event_id"] for row in ask(settings, "SELECT event_id FROM alert_log WHERE event_id NOTNULL")}
    watched = {company.name for company in load_catalogue().in_group("watched")}
    events = ask(settings, "SELECT * FROM events WHERE status = 'asserted'")
    return [
        f"{event['authority_id']} {event['action']} {', '.join(event['targets'])}: {event['title']}"
        for event in events
        if event["event_id"] in recorded - expected
        and (event["event_id"] in told or (event["baseline"] and watched & set(event["targets"])))
    ]


def count(settings: Settings, query: str) -> int:
    """Return the one number a query gives."""
    return int(run_sql(settings.public_file, settings.team_file, query).rows[0][0])


def ask(settings: Settings, query: str) -> Rows:
    """Return the rows of a query as dictionaries, all of them."""
    result = run_sql(settings.public_file, settings.team_file, query, max_rows=1_000_000)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]
