"""Further pages of a list: after an outage, or on a busy day, more is new than its first page shows. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from feeds.identity import identity_key, keep_new
from schemas.document import KnownDocument
from schemas.source import FeedState, ParsedFeed, Source

LONGEST_DELAY = timedelta(days=7)
"""An item dated so long before the last whole poll stood in the list then: all that lie behind it did too."""


def wants_more(source: Source, state: FeedState, parsed: ParsedFeed, known: Sequence[KnownDocument], page: int) -> bool:
    """Return whether the page after `page` (from 1) is to be asked for: the list goes on, and its last item is new.

    New is what nobody saw until the last poll that read everything there was to read: a poll that broke off between
    two pages is made up for. The first item would not do, sites pin old ones to the top. A first poll wants no more.
    """
    last_whole = state.last_success
    if source.more.max_pages == 1 or next_page(source, page + 1, parsed) is None:
        return False
    if state.baseline_at is None or last_whole is None or not parsed.entries or parsed.degraded:
        return False
    last = parsed.entries[-1]
    if last.published is not None and last.published < last_whole - LONGEST_DELAY:
        return False
    before = [document for document in known if document.first_seen <= last_whole]
    # A site that was rebuilt, or a list that held nothing: there is no known item to reach.
    return bool(before) and identity_key(last) in map(identity_key, keep_new(parsed.entries, before).new)


def next_page(source: Source, page: int, parsed: ParsedFeed) -> Source | None:
    """Return the source as it is asked for a further page (2 is the first); None when the list has no more."""
    more = source.more
    if more.url is None:
        return None if parsed.next_url is None else source.model_copy(update={"url": parsed.next_url})
    number, offset = more.first_page + page - 1, (page - 1) * (more.page_size or 0)

    def filled(template: str) -> str:
        # Not str.format: the body of a question is JSON, full of braces of its own.
        return template.replace("{page}", str(number)).replace("{offset}", str(offset))

    post = source.post if more.post is None else filled(more.post)
    return source.model_copy(update={"url": filled(more.url), "post": post})


def joined(parsed: ParsedFeed, further: ParsedFeed) -> ParsedFeed:
    """Return the entries of the pages so far and of a further one.

    What moved from one page to the next while they were asked for stands there once.
    """
    met = {identity_key(entry) for entry in parsed.entries}
    return ParsedFeed(
        entries=(*parsed.entries, *(entry for entry in further.entries if identity_key(entry) not in met)),
        listed=parsed.listed + further.listed,
        degraded=further.degraded,
        next_url=further.next_url,
    )
