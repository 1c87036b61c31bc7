"""`casewatch explain`: why a document did or did not alert."""

import json
from typing import Annotated, Any

import typer

from casewatch.alert_commands import quoted
from casewatch.asking import rows_of
from casewatch.forms import moment
from casewatch.options import ConfigOption, DataOption, JsonOption, settings_for
from schemas.errors import QueryError
from schemas.settings import Settings


def explain(
    what: Annotated[str, typer.Argument(help="Address of a document, or id of a document, event or alert.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what was read in a document, what it led to, and why the other firms did not alert."""
    settings = settings_for(config, data)
    document = _document_of(what, settings)
    is_this = f"document_id = {quoted(document)}"
    found = _ask(settings, f"SELECT * EXCLUDE (text) FROM documents WHERE {is_this}")
    answer = {
        "document": found[0],
        "findings": _ask(settings, f"SELECT * FROM findings WHERE {is_this}"),
        "near_misses": _ask(settings, f"SELECT * FROM near_misses WHERE {is_this}"),
        "mentions": _ask(settings, f"SELECT * FROM mentions WHERE {is_this} ORDER BY field DESC, starts"),
        "alerts": _alerts(settings, is_this),
        "feedback": _feedback(settings, is_this),
    }
    typer.echo(json.dumps(answer, ensure_ascii=False, default=str) if json_output else _explanation(answer))


def _document_of(what: str, settings: Settings) -> str:
    """Return the id of the document that is meant. Raises QueryError when nothing of that name is stored."""
    name = quoted(what)
    alerts = _ask(settings, f"SELECT event_id FROM alert_log WHERE alert_id = {name} AND event_id IS NOT NULL")
    event = quoted(alerts[0]["event_id"]) if alerts else name
    documents = _ask(
        settings,
        f"SELECT document_id FROM documents WHERE link = {name} OR document_id = {name} "
        f"UNION ALL SELECT document_id FROM events WHERE event_id = {event}",
    )
    if not documents:
        raise QueryError(f"nothing is stored of {what!r}: is its source in `casewatch sources list`?")
    return str(documents[0]["document_id"])


def _alerts(settings: Settings, is_this: str) -> list[dict[str, Any]]:
    events = f"SELECT event_id FROM findings WHERE {is_this} AND event_id IS NOT NULL"
    return _ask(settings, f"SELECT * FROM alert_log WHERE event_id IN ({events}) ORDER BY created_at")


def _feedback(settings: Settings, is_this: str) -> list[dict[str, Any]]:
    """Return what readers said of the alerts about a document; nothing for those who may not read the team's file."""
    if not _alerts(settings, is_this):
        return []
    events = f"SELECT event_id FROM findings WHERE {is_this} AND event_id IS NOT NULL"
    sql = f"SELECT * FROM casewatch_team.record.feedback WHERE event IN ({events}) ORDER BY given_at"
    return _ask(settings, sql)


def _ask(settings: Settings, query: str) -> list[dict[str, Any]]:
    return rows_of(settings.public_file, settings.team_file, query)


def _explanation(answer: dict[str, Any]) -> str:
    document = answer["document"]
    lines = [
        f"{document['title']}",
        f"{document['publisher']}, {'official' if document['official'] else 'press'}, {document['link'] or ''}",
        f"first seen {moment(document['first_seen'])} UTC, version {document['version']}, "
        f"read from its {document['text_from']}" + (f" ({document['read_error']})" if document["read_error"] else ""),
    ]
    if document["baseline"]:
        lines.append("It was there at the first poll of its source: its steps are not alerted.")
    for finding in answer["findings"]:
        lines += [
            "",
            f"{finding['status']}: {finding['authority']}, {finding['action']}, {', '.join(finding['targets'])} "
            f"(confidence {finding['confidence']}, rule {finding['rule']})",
            f"  “{finding['evidence']}”",
            f"  {finding['why'] or 'not linked to an event'} {finding['event_id'] or ''}".rstrip(),
        ]
    lines += ["", *(f"{miss['company']}: {miss['reason']}" for miss in answer["near_misses"])]
    lines += [
        f"Told {row['channel']}: {row['kind']}, {row['state']} {moment(row['sent_at'])}" for row in answer["alerts"]
    ]
    lines += [
        f"{row['given_by']} says {row['verdict']} of {row['alert']} ({moment(row['given_at'])}): {row['note']}".rstrip()
        for row in answer["feedback"]
    ]
    return "\n".join(lines)
