"""Live through the stories: every document in the order of time, through the project's own store and linking."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.clock import Clock
from benchmarks.stories.form import Story, StoryDocument, StoryFinding, evidence_in
from feeds.documents import new_document
from flows.analysing import analyse, save_readings
from flows.finishing import publish_snapshot
from flows.opening import open_tools
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.document import Document
from schemas.errors import CasewatchError
from schemas.event import StoredFinding
from schemas.finding import Finding, Party, Reading
from schemas.report import SourceReport
from schemas.settings import Settings
from schemas.source import Entry, Failure, Source
from schemas.words import Confidence, Role
from store.documents import save_new
from store.query import run_sql
from store.readings import findings_of_document

_TIES = "SELECT case_id, other_case_id FROM related_cases"

SEEN_AFTER = timedelta(minutes=10)
"""From a document's publication to its poll."""


class Told(NamedTuple):
    """One step a document tells: what is true of it, and where the linking put it."""

    story: str
    document: str
    words: str
    """The evidence, to show."""
    event: str | None
    case: str | None
    """The truth: ids in the story; None for what is none of its steps."""
    must: bool
    """Its links have to be found; else finding them counts neither way."""
    linked_event: str | None = None
    linked_case: str | None = None


class Played(NamedTuple):
    """What a play gave: every told step, and the pairs of cases that were tied as related."""

    told: tuple[Told, ...]
    ties: tuple[tuple[str, str], ...]


Match = tuple[Told, str | None]
"""A told step without its links, and the id of the finding that stands for it; None when none was read."""


def play(
    stories: Sequence[Story], *, whole_reading: bool = False, at_once: int = 1, numbers: Iterator[int] | None = None
) -> Played:
    """Play all stories together into one store and return what became of each step they tell.

    Findings are those written down, or with `whole_reading` those the project's reader finds in the texts. Documents
    are linked one after the other, or so many `at_once`, as a backfill does. Ids are made of `numbers`, counted up if
    none are given.
    """
    clock = Clock()
    in_time = sorted(
        ((story.name, document) for story in stories for document in story.document),
        key=lambda pair: pair[1].published,
    )
    with _open(clock, whole_reading, numbers or count(1)) as tools:
        found = _live_through([document for _story, document in in_time], tools, clock, whole_reading, at_once)
        matches = [
            match
            for (story, document), findings in zip(in_time, found, strict=True)
            for match in _matched(story, document, findings, tools.catalogue)
        ]
        return _with_links(matches, tools)


@contextmanager
def _open(clock: Clock, whole_reading: bool, numbers: Iterator[int]) -> Iterator[Tools]:
    with TemporaryDirectory(prefix="casewatch-stories-") as folder:
        settings = Settings(data_folder=Path(folder))
        read = None if whole_reading else _refuse
        with open_tools(settings, clock=clock, sleep=clock.skip, write=_silent, read=read) as tools:
            yield replace(tools, new_id=lambda prefix: f"{prefix}_{next(numbers):06d}")


def _live_through(
    in_time: Sequence[StoryDocument], tools: Tools, clock: Clock, whole_reading: bool, at_once: int
) -> list[tuple[StoredFinding, ...]]:
    """Save, read and link the documents in the order of time; return what was found in each."""
    stored = [_document(written, tools) for written in in_time]
    # At once and not each at its time: to the linking a document is there when it has been read.
    with tools.database.transaction() as connection:
        save_new(connection, stored)
    told = list(zip(in_time, stored, strict=True))
    for place in range(0, len(told), at_once):
        together = told[place : place + at_once]
        clock.put(together[-1][1].first_seen)
        readings = [
            (document, _read(document, tools) if whole_reading else _as_written(document, written, tools.catalogue))
            for written, document in together
        ]
        save_readings(readings, SourceReport(source="stories"), tools, tell=at_once == 1)
    with tools.database.transaction() as connection:
        return [findings_of_document(connection, document.id) for document in stored]


def _document(written: StoryDocument, tools: Tools) -> Document:
    return new_document(_source(written, tools), _entry(written), written.published + SEEN_AFTER, baseline=False)


def _source(written: StoryDocument, tools: Tools) -> Source:
    """Return the declared source of an authority, or a newspaper that is made up for its outlet."""
    declared = {source.id: source for source in tools.sources}
    if written.official:
        return declared[written.source].model_copy(update={"publisher": written.publisher})
    return Source(
        id=written.source, name=written.publisher, url=written.url, official=False, publisher=written.publisher
    )


def _entry(written: StoryDocument) -> Entry:
    return Entry(
        source=written.source,
        url=written.url,
        title=written.title,
        content=written.text,
        published=written.published,
        language=written.lang,
    )


def _read(document: Document, tools: Tools) -> Reading:
    reading = analyse(document, tools.read, tools.catalogue, tools.clock())
    if isinstance(reading, Failure):
        raise CasewatchError(reading.reason)
    return reading


def _as_written(document: Document, written: StoryDocument, catalogue: Catalogue) -> Reading:
    findings = (_finding(document, finding, catalogue) for finding in written.finding)
    return Reading(document=document.id, extractor="written", lang=written.lang, findings=tuple(findings))


def _finding(document: Document, written: StoryFinding, catalogue: Catalogue) -> Finding:
    return Finding(
        authority=catalogue.parent_authority(written.authority),
        action=written.action,
        status=written.status,
        instrument=written.instrument,
        parties=tuple(_party(name, catalogue) for name in written.targets),
        cases=written.cases,
        amount=written.amount,
        step_date=written.step_date,
        evidence=evidence_in(document.current.title, document.current.text, written.evidence),
        confidence=Confidence.HIGH,
        rule="written",
    )


def _party(name: str, catalogue: Catalogue) -> Party:
    company = catalogue.company_named(name)
    return Party(name=company.name if company else name, company=company.id if company else None, role=Role.TARGET)


def _matched(
    story: str, written: StoryDocument, found: Sequence[StoredFinding], catalogue: Catalogue
) -> Iterator[Match]:
    """Yield each written step with the finding that stands for it, then the findings that are left over."""
    left = {stored.id: stored.finding for stored in found}
    for told in written.finding:
        best = _most_like(told, left, catalogue)
        left.pop(best or "", None)
        yield Told(story, written.id, told.evidence, told.event, told.case, told.must_link(written.official)), best
    for name, finding in left.items():
        yield _beyond(story, written, finding, catalogue), name


def _most_like(told: StoryFinding, findings: Mapping[str, Finding], catalogue: Catalogue) -> str | None:
    likeness = {name: _likeness(told, finding, catalogue) for name, finding in findings.items()}
    best = max(likeness, key=lambda name: likeness[name], default=None)
    return best if best is not None and any(likeness[best]) else None


def _beyond(story: str, written: StoryDocument, finding: Finding, catalogue: Catalogue) -> Told:
    """Return a finding that was not asked for: a step said again, another word on the document's one case, or none."""
    told = max(written.finding, key=lambda one: _likeness(one, finding, catalogue), default=None)
    known = told is not None and any(_likeness(told, finding, catalogue))
    event, case = (told.event, told.case) if told and known else (None, _only_case(written))
    return Told(story, written.id, finding.evidence.text, event, case, must=False)


def _only_case(written: StoryDocument) -> str | None:
    cases = {finding.case for finding in written.finding}
    return cases.pop() if len(cases) == 1 else None


def _likeness(told: StoryFinding, finding: Finding, catalogue: Catalogue) -> tuple[bool, bool, bool]:
    """Return whether a finding has a step's action and firm, its action, its words; all False: another authority."""
    if catalogue.parent_authority(told.authority) != catalogue.parent_authority(finding.authority):
        return False, False, False
    names = {_party(name, catalogue).name for name in told.targets}
    same_action = told.action is finding.action
    same_words = told.evidence in finding.evidence.text or finding.evidence.text in told.evidence
    return same_action and not names.isdisjoint(p.name for p in finding.parties), same_action, same_words


def _with_links(matches: Sequence[Match], tools: Tools) -> Played:
    """Add to each step the event and case its finding was put to, as the published views tell it."""
    publish_snapshot(tools)
    query = "SELECT f.finding_id, e.event_id, e.case_id FROM findings f JOIN events e USING (event_id)"
    links = {finding: (event, case) for finding, event, case in _ask(tools, query)}
    told = []
    for step, name in matches:
        event, case = links.get(name, (None, None))
        told.append(step._replace(linked_event=event, linked_case=case))
    return Played(tuple(told), tuple((case, other) for case, other in _ask(tools, _TIES)))


def _ask(tools: Tools, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in run_sql(tools.settings.public_file, None, query, max_rows=100_000).rows]


def _refuse(_document: object) -> Reading:
    raise CasewatchError("the findings are those written down; nothing is read")


def _silent(_text: str) -> None:
    """Print nothing: the figures say it."""
