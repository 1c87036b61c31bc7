"""First contact is quiet: what a source already held when the watch began is no news."""

from schemas.source import Entry, FeedState


def was_there_before(entry: Entry, state: FeedState) -> bool:
    """Tell whether an entry stood in the source before the watch of it began.

    Only the first poll that succeeds can hold such entries. An entry without a date is old then; one
    dated after the first try is news, even if the source could not be read until today.
    """
    if state.baseline_at is not None:
        return False
    if entry.published is None or state.first_poll is None:
        return True
    return entry.published <= state.first_poll
