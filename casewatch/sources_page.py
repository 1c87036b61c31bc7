"""Writes the lists of docs/sources.md from the declarations, so that the page cannot say anything else.

python -m casewatch.sources_page docs/sources.md
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from feeds.gaps import Gap, load_gaps
from feeds.registry import load_sources
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.source import Source

BEGIN, END = "<!-- written by `python -m casewatch.sources_page` -->", "<!-- end of what is written -->"

_WAYS = {
    "feed": "feed",
    "listing": "web page",
    "sitemap": "site map",
    "json_list": "API",
    "news_broker": "API",
    "case_data": "register",
}


def page_with_lists(page: str, lists: str) -> str:
    """Return a page with the words between its two marks replaced. Raises ValueError when a mark is missing."""
    if BEGIN not in page or END not in page:
        raise ValueError(f"the page has no {BEGIN!r} … {END!r}")
    return re.sub(
        rf"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: f"{BEGIN}\n\n{lists}\n{END}", page, flags=re.DOTALL
    )


def lists(sources: Sequence[Source], gaps: Sequence[Gap], catalogue: Catalogue) -> str:
    """Return the count, the table of sources by authority, and the table of gaps, in Markdown."""
    authorities = len({source.authority for source in sources})
    first = sum(source.priority == 1 for source in sources)
    return "\n".join(
        [
            f"{len(sources)} endpoints of {authorities} authorities are declared, {first} of them of priority 1.",
            "None has been polled live by us: each is **unproven** until your own first run.",
            "",
            *_table(("Authority", "Source", "Way", "Priority"), (_row(source, catalogue) for source in sources)),
            "",
            "### Asked for single documents\n\nServices that list nothing, and give the text of what others list:",
            "",
            *_gaps((gap for gap in gaps if gap.used), catalogue),
            "",
            f"### Not watched\n\n{sum(not gap.used for gap in gaps)} further endpoints are known and not asked:",
            "",
            *_gaps((gap for gap in gaps if not gap.used), catalogue),
            "",
        ]
    )


def _gaps(gaps: Iterable[Gap], catalogue: Catalogue) -> Iterable[str]:
    rows = ((_name(gap.authority, catalogue), f"`{gap.url}`", gap.reason) for gap in gaps)
    return _table(("Authority", "Endpoint", "Why"), rows)


def _row(source: Source, catalogue: Catalogue) -> tuple[str, ...]:
    return (
        _name(source.authority or "", catalogue), f"`{source.id}`", _WAYS[source.format], str(source.priority)
    )  # fmt: skip


def _name(authority: str, catalogue: Catalogue) -> str:
    known = catalogue.authorities.get(authority)
    return f"{known.display_name()} ({known.jurisdiction})" if known else authority


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    yield from ("| " + " | ".join(row) + " |" for row in rows)


def written(page: str) -> str:
    """Return the page as it ought to be today."""
    return page_with_lists(page, lists(load_sources(), load_gaps(), load_catalogue()))


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(written(path.read_text("utf-8")), "utf-8")
