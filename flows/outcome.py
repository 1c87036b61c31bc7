"""What a run may claim: nothing found is a claim to be earned."""

from collections.abc import Sequence

from schemas.report import RunReport, SourceReport
from schemas.words import Outcome

EXIT_CODES = {Outcome.COMPLETE: 0, Outcome.PARTIAL: 3, Outcome.BLIND: 4}
"""Exit codes of `casewatch run`."""


def outcome_of(reports: Sequence[SourceReport], first_priority: frozenset[str] = frozenset()) -> Outcome:
    """Decide what a run may claim of the sources it was to read.

    COMPLETE: all due sources were read, or those that failed have an issue that was reported before.
    PARTIAL: a due source newly failed, or documents could not be read.
    BLIND: no due source of priority 1 (ids in `first_priority`) could be read, or none at all.
    """
    due = [report for report in reports if report.due]
    first = [report for report in due if report.source in first_priority]
    if due and (not any(r.polled for r in due) or (first and not any(r.polled for r in first))):
        return Outcome.BLIND
    if any(_is_new_trouble(report) for report in reports):
        return Outcome.PARTIAL
    return Outcome.COMPLETE


def _is_new_trouble(report: SourceReport) -> bool:
    unread = any(failure.stage in ("article", "analyse") for failure in report.failures)
    return unread or bool(report.failures and not report.known_failure)


def known_failures(report: RunReport) -> tuple[str, ...]:
    """Return the sources that failed again after having been reported before."""
    return tuple(item.source for item in report.sources if item.failures and item.known_failure)


def exit_code(outcome: Outcome) -> int:
    """Return what `casewatch run` exits with: 0 COMPLETE, 3 PARTIAL, 4 BLIND."""
    return EXIT_CODES[outcome]
