"""What a run may claim: nothing found is a claim to be earned."""

from collections.abc import Sequence

from schemas.report import RunReport, SourceReport
from schemas.source import Source
from schemas.words import Outcome

EXIT_CODES = {Outcome.COMPLETE: 0, Outcome.PARTIAL: 3, Outcome.BLIND: 4}
"""Exit codes of `casewatch run`."""


def outcome_of(reports: Sequence[SourceReport], first: frozenset[str] = frozenset()) -> Outcome:
    """Decide what a run may claim of the sources it was to read.

    COMPLETE: all due sources were read, or those that failed have an issue that was reported before.
    PARTIAL: a due source newly failed, or documents could not be read.
    BLIND: no due source of priority 1 (ids in `first`) could be read, or none at all.
    """
    due = [report for report in reports if report.due]
    most_important = [report for report in due if report.source in first]
    if any(group and not any(r.polled for r in group) for group in (due, most_important)):
        return Outcome.BLIND
    if any(_is_new_trouble(report) for report in reports):
        return Outcome.PARTIAL
    return Outcome.COMPLETE


def _is_new_trouble(report: SourceReport) -> bool:
    unread = any(failure.stage in ("article", "analyse") for failure in report.failures)
    return unread or bool(report.failures and not report.known_failure)


def first_priority(sources: Sequence[Source]) -> frozenset[str]:
    """Return the ids of the sources that matter most: without them a run is blind."""
    return frozenset(source.id for source in sources if source.priority == 1)


def known_failures(report: RunReport) -> tuple[str, ...]:
    """Return the sources that failed again after having been reported before."""
    return tuple(item.source for item in report.sources if item.failures and item.known_failure)


def exit_code(outcome: Outcome) -> int:
    """Return what `casewatch run` exits with: 0 COMPLETE, 3 PARTIAL, 4 BLIND."""
    return EXIT_CODES[outcome]
