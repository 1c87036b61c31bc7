"""A case as a timeline in the terminal: each step with its words, who else tells of it, and why it stands there."""

from typing import Any

_INDENT = " " * 12


def timeline(case: dict[str, Any], steps: list[dict[str, Any]], related: list[dict[str, Any]]) -> str:
    """Return a case with its steps and the cases it is tied to, as plain lines."""
    parts = [_head(case, steps), *(_step(step) for step in steps)]
    if related:
        parts.append("\n".join(["Related:", *(_tie(other) for other in related)]))
    return "\n\n".join(parts)


def _head(case: dict[str, Any], steps: list[dict[str, Any]]) -> str:
    # A later complaint or inquiry leaves the state as it was.
    days = [step["day"] for step in steps if step["action"] == case["state"]]
    since = days[-1] if days else case["last_step"]
    numbers = f", {', '.join(case['case_numbers'])}" if case["case_numbers"] else ""
    return (
        f"{case['title']}\n{case['authority']}{numbers}, {case['case_id']}\n"
        f"Present state: {_plain(case['state'])}, since {since:%Y-%m-%d}"
    )


def _step(step: dict[str, Any]) -> str:
    unsupported = "" if step["supported"] else ", no longer found in its documents"
    lines = [
        f"{step['day']}  {step['authority']}: {_plain(step['action'])} "
        f"({step['standing']}{unsupported}), {', '.join(step['targets'])}  {step['event_id']}",
        f"{_INDENT}“{step['evidence']}”",
        f"{_INDENT}{step['publisher']} {step['link'] or ''}".rstrip(),
        *(f"{_INDENT}also {found['publisher']} {found['link'] or ''}".rstrip() for found in step["corroborations"]),
        f"{_INDENT}here because: {step['case_why']} ({step['case_confidence']})",
    ]
    return "\n".join(lines)


def _tie(other: dict[str, Any]) -> str:
    return (
        f"{_INDENT}{other['case_id']}  {other['authority']}: {other['title']}, now {_plain(other['state'])}\n"
        f"{_INDENT}{other['relation']}: {other['why']} ({other['confidence']})"
    )


def _plain(word: str) -> str:
    return word.replace("_", " ")
