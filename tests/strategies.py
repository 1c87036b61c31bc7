"""Hypothesis strategies for the nouns: any text, any time with a zone, any combination of fields."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from schemas.alert import Alert, Message
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Amount, Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.report import DeliveryReport, RunReport, SourceReport
from schemas.source import Failure, FeedState
from schemas.words import (
    Action,
    AlertKind,
    AlertState,
    Confidence,
    Instrument,
    Outcome,
    Role,
    Standing,
    Status,
    TextFrom,
)

# Half a surrogate pair is no character; the store replaces it (tests/unit/store/test_rows.py). NUL comes back.
characters = st.characters(exclude_categories=["Cs"])
texts = st.text(characters, max_size=40)
ids = st.text(characters, min_size=1, max_size=12)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)
counts = st.integers(0, 1_000_000)
numbers = st.floats(allow_nan=False, allow_infinity=False)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=st.one_of(st.just(UTC), zones))
days = st.dates(date(1800, 1, 1), date(2200, 12, 31))
nothing = st.none()
bools = st.booleans()
versions = st.integers(1, 1000)
fields = st.sampled_from(["title", "text"])


def tuples_of(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Return a strategy for up to three items."""
    return st.lists(items, max_size=3).map(tuple)


parties = st.builds(Party, name=texts, company=nothing | slugs, role=st.sampled_from(Role))
amounts = st.builds(Amount, value=numbers, currency=texts)
evidences = st.builds(Evidence, text=texts, start=counts, end=counts, field=fields)

document_versions = st.builds(
    DocumentVersion,
    document=ids,
    version=versions,
    title=texts,
    summary=texts,
    text=texts,
    text_from=st.sampled_from(TextFrom),
    language=nothing | texts,
    content_hash=texts,
    seen_at=times,
    read_at=nothing | times,
    read_error=nothing | texts,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return a document whose current version is its own."""
    current = draw(document_versions)
    return draw(
        st.builds(
            Document,
            id=st.just(current.document),
            source=slugs,
            authority=nothing | texts,
            official=bools,
            publisher=texts,
            guid=nothing | texts,
            url=nothing | texts,
            fingerprint=texts,
            published=nothing | times,
            first_seen=times,
            last_seen=times,
            baseline=bools,
            current=st.just(current),
        )
    )


findings = st.builds(
    Finding,
    authority=texts,
    action=st.sampled_from(Action),
    status=st.sampled_from(Status),
    instrument=st.sampled_from(Instrument),
    parties=tuples_of(parties),
    cases=tuples_of(texts),
    amount=nothing | amounts,
    deadline=nothing | days,
    step_date=nothing | days,
    ai_nexus=nothing | bools,
    ai_reason=nothing | texts,
    evidence=evidences,
    confidence=st.sampled_from(Confidence),
    rule=texts,
)
mentions = st.builds(
    Mention,
    kind=st.sampled_from(["company", "authority", "case_number", "amount", "date", "candidate"]),
    id=nothing | texts,
    name=texts,
    surface=texts,
    field=fields,
    start=counts,
    end=counts,
    method=texts,
    cue=nothing | texts,
    score=numbers,
)
near_misses = st.builds(
    NearMiss, company=nothing | texts, name=texts, reason=texts, field=fields, start=counts, end=counts
)
readings = st.builds(
    Reading,
    document=ids,
    extractor=ids,
    lang=texts,
    findings=tuples_of(findings),
    mentions=tuples_of(mentions),
    near_misses=tuples_of(near_misses),
)
stored_findings = st.builds(
    StoredFinding,
    id=ids,
    document=ids,
    version=versions,
    document_title=texts,
    language=nothing | texts,
    extractor=ids,
    official=bools,
    authority=nothing | texts,
    publisher=texts,
    url=nothing | texts,
    published=nothing | times,
    found_at=times,
    baseline=bools,
    marks=tuples_of(texts),
    finding=findings,
)
event_findings = st.builds(EventFinding, event=ids, finding=ids, why=texts, confidence=st.sampled_from(Confidence))
events = st.builds(
    Event,
    id=ids,
    case=ids,
    authority=texts,
    action=st.sampled_from(Action),
    status=st.sampled_from(Status),
    standing=st.sampled_from(Standing),
    instrument=st.sampled_from(Instrument),
    parties=tuples_of(parties),
    case_numbers=tuples_of(texts),
    amount=nothing | amounts,
    deadline=nothing | days,
    step_date=nothing | days,
    ai_nexus=nothing | bools,
    ai_reason=nothing | texts,
    confidence=st.sampled_from(Confidence),
    evidence=evidences,
    document=ids,
    document_version=versions,
    document_title=texts,
    publisher=texts,
    url=nothing | texts,
    language=nothing | texts,
    published=nothing | times,
    first_seen=times,
    last_changed=times,
    baseline=bools,
    supported=bools,
    marks=tuples_of(texts),
    case_why=texts,
    case_confidence=st.sampled_from(Confidence),
)
cases = st.builds(
    Case,
    id=ids,
    authority=texts,
    instrument=st.sampled_from(Instrument),
    title=texts,
    case_numbers=tuples_of(texts),
    state=st.sampled_from(Action),
    opened=times,
    last_step=times,
    merged_into=nothing | ids,
)
alerts = st.builds(
    Alert,
    id=ids,
    channel=texts,
    subject=texts,
    kind=st.sampled_from(AlertKind),
    revision=versions,
    event=nothing | ids,
    case=nothing | ids,
    routes=tuples_of(texts),
    companies=tuples_of(texts),
    message=st.builds(Message, text=texts, blocks=texts),
    late=bools,
    created_at=times,
    state=st.sampled_from(AlertState),
    lease_owner=nothing | texts,
    lease_until=nothing | times,
    attempts=counts,
    next_try=nothing | times,
    last_attempt=nothing | times,
    sent_at=nothing | times,
    ts=nothing | texts,
    error=nothing | texts,
)
feed_states = st.builds(
    FeedState,
    source=slugs,
    etag=nothing | texts,
    last_modified=nothing | texts,
    body_hash=nothing | texts,
    first_poll=nothing | times,
    last_poll=nothing | times,
    last_success=nothing | times,
    last_new_item=nothing | times,
    next_poll=nothing | times,
    failures_in_a_row=counts,
    error=nothing | texts,
    proven=bools,
    baseline_at=nothing | times,
)
failures = st.builds(
    Failure,
    stage=st.sampled_from(["fetch", "parse", "article", "analyse"]),
    source=slugs,
    url=texts,
    reason=texts,
    status=nothing | st.integers(100, 599),
    retry_after_seconds=nothing | numbers,
    permanent=bools,
    at=times,
)
source_reports = st.builds(
    SourceReport,
    source=ids,
    due=bools,
    polled=bools,
    not_modified=bools,
    entries=counts,
    new_documents=counts,
    new_versions=counts,
    read=counts,
    findings=counts,
    new_events=counts,
    new_alerts=counts,
    baseline=bools,
    failures=tuples_of(failures),
    known_failure=bools,
)
run_reports = st.builds(
    RunReport,
    id=ids,
    started=times,
    finished=times,
    outcome=st.sampled_from(Outcome),
    sources=tuples_of(source_reports),
    delivery=st.builds(DeliveryReport, sent=counts, reconciled=counts, retry=counts, parked=counts),
    published=bools,
    notes=tuples_of(texts),
)
