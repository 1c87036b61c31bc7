CREATE SCHEMA record;

CREATE TABLE record.schema_version (version INTEGER NOT NULL);
COMMENT ON TABLE record.schema_version IS 'Number of migrations this file has seen; one row';
INSERT INTO record.schema_version VALUES (0);

CREATE TABLE record.sources (
    id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    authority VARCHAR,
    publisher VARCHAR NOT NULL,
    official BOOLEAN NOT NULL,
    priority INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    language VARCHAR,
    interval_minutes INTEGER NOT NULL,
    max_silence_days INTEGER
);
COMMENT ON TABLE record.sources IS 'The sources as declared at the start of the last run; request headers are left out, they may hold keys';
COMMENT ON COLUMN record.sources.max_silence_days IS 'Days without a new item that are still normal';

CREATE TABLE record.watches (
    id VARCHAR PRIMARY KEY,
    channel VARCHAR NOT NULL,
    companies VARCHAR[] NOT NULL,
    groups VARCHAR[] NOT NULL,
    actions VARCHAR[] NOT NULL,
    instruments VARCHAR[] NOT NULL,
    ai_nexus VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    official_only BOOLEAN NOT NULL,
    added_by VARCHAR NOT NULL
);
COMMENT ON TABLE record.watches IS 'The routes as declared at the start of the last run. Never in the public file';

CREATE TABLE record.authority_names (id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL);
COMMENT ON TABLE record.authority_names IS 'Display names of the catalogue''s authorities';

CREATE TABLE record.company_names (id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL);
COMMENT ON TABLE record.company_names IS 'Canonical names of the catalogue''s companies';

CREATE TABLE record.feed_states (
    source VARCHAR PRIMARY KEY,
    etag VARCHAR,
    last_modified VARCHAR,
    body_hash VARCHAR,
    first_poll TIMESTAMPTZ,
    last_poll TIMESTAMPTZ,
    last_success TIMESTAMPTZ,
    last_new_item TIMESTAMPTZ,
    next_poll TIMESTAMPTZ,
    failures_in_a_row INTEGER NOT NULL,
    error VARCHAR,
    proven BOOLEAN NOT NULL,
    baseline_at TIMESTAMPTZ,
    failing_since TIMESTAMPTZ
);
COMMENT ON TABLE record.feed_states IS 'What is remembered of each source between polls';
COMMENT ON COLUMN record.feed_states.failing_since IS 'First failed poll after the last success';

CREATE TABLE record.baselines (source VARCHAR PRIMARY KEY, summed_up_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE record.baselines IS 'Sources whose first poll was summed up in one message a channel';

CREATE TABLE record.documents (
    id VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    authority VARCHAR,
    official BOOLEAN NOT NULL,
    publisher VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR,
    fingerprint VARCHAR NOT NULL,
    published TIMESTAMPTZ,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen TIMESTAMPTZ NOT NULL,
    baseline BOOLEAN NOT NULL,
    version INTEGER NOT NULL
);
COMMENT ON TABLE record.documents IS 'Releases and articles, one row each';
COMMENT ON COLUMN record.documents.version IS 'Number of the newest version';

CREATE TABLE record.document_versions (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_from VARCHAR NOT NULL,
    language VARCHAR,
    content_hash VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ,
    read_error VARCHAR,
    read_tries INTEGER DEFAULT 0,
    next_read TIMESTAMPTZ,
    PRIMARY KEY (document, version)
);
COMMENT ON TABLE record.document_versions IS 'The words of each document as they were, oldest version 1; rows are only added';
COMMENT ON COLUMN record.document_versions.read_at IS 'When the article behind the entry was read or given up; NULL: not yet';
COMMENT ON COLUMN record.document_versions.next_read IS 'Not to be tried before this time; NULL: at once';

CREATE TABLE record.readings (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    extractor VARCHAR NOT NULL,
    lang VARCHAR NOT NULL,
    analysed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (document, version, extractor)
);
COMMENT ON TABLE record.readings IS 'Which document version was analysed by which extractor version';

CREATE TABLE record.findings (
    id VARCHAR PRIMARY KEY,
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    extractor VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    document_title VARCHAR NOT NULL,
    language VARCHAR,
    official BOOLEAN NOT NULL,
    publishing_authority VARCHAR,
    publisher VARCHAR NOT NULL,
    url VARCHAR,
    published TIMESTAMPTZ,
    found_at TIMESTAMPTZ NOT NULL,
    baseline BOOLEAN NOT NULL,
    authority VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    instrument VARCHAR NOT NULL,
    parties STRUCT("name" VARCHAR, "company" VARCHAR, "role" VARCHAR)[] NOT NULL,
    cases VARCHAR[] NOT NULL,
    amount STRUCT("value" DOUBLE, "currency" VARCHAR),
    deadline DATE,
    step_date DATE,
    ai_nexus BOOLEAN,
    ai_reason VARCHAR,
    evidence STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "field" VARCHAR) NOT NULL,
    confidence VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);
COMMENT ON TABLE record.findings IS 'What one document version says, read by one extractor version; immutable';
COMMENT ON COLUMN record.findings.place IS 'Order within its reading, from 0';
COMMENT ON COLUMN record.findings.publishing_authority IS 'The authority whose own document it is; authority is the one that takes the step';

CREATE TABLE record.mentions (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    extractor VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    id VARCHAR,
    name VARCHAR NOT NULL,
    surface VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    method VARCHAR NOT NULL,
    cue VARCHAR,
    score DOUBLE NOT NULL
);
COMMENT ON TABLE record.mentions IS 'Words that name a company, an authority, a case number, an amount or a date';

CREATE TABLE record.near_misses (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    extractor VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    company VARCHAR,
    name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
COMMENT ON TABLE record.near_misses IS 'Companies that are named and do not alert, with the reason';

CREATE TABLE record.events (
    id VARCHAR PRIMARY KEY,
    "case" VARCHAR NOT NULL,
    authority VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    standing VARCHAR NOT NULL,
    instrument VARCHAR NOT NULL,
    parties STRUCT("name" VARCHAR, "company" VARCHAR, "role" VARCHAR)[] NOT NULL,
    case_numbers VARCHAR[] NOT NULL,
    amount STRUCT("value" DOUBLE, "currency" VARCHAR),
    deadline DATE,
    step_date DATE,
    ai_nexus BOOLEAN,
    ai_reason VARCHAR,
    confidence VARCHAR NOT NULL,
    evidence STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, "field" VARCHAR) NOT NULL,
    document VARCHAR NOT NULL,
    document_version INTEGER NOT NULL,
    document_title VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    url VARCHAR,
    language VARCHAR,
    published TIMESTAMPTZ,
    first_seen TIMESTAMPTZ NOT NULL,
    last_changed TIMESTAMPTZ NOT NULL,
    baseline BOOLEAN NOT NULL,
    supported BOOLEAN NOT NULL
);
COMMENT ON TABLE record.events IS 'Steps in the world; decided from findings, never deleted';

CREATE TABLE record.event_findings (
    event VARCHAR NOT NULL,
    finding VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    PRIMARY KEY (event, finding)
);
COMMENT ON TABLE record.event_findings IS 'Why a finding belongs to an event; append-only';

CREATE TABLE record.cases (
    id VARCHAR PRIMARY KEY,
    authority VARCHAR NOT NULL,
    instrument VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    case_numbers VARCHAR[] NOT NULL,
    state VARCHAR NOT NULL,
    opened TIMESTAMPTZ NOT NULL,
    last_step TIMESTAMPTZ NOT NULL,
    merged_into VARCHAR
);
COMMENT ON TABLE record.cases IS 'Proceedings; a merged one keeps a pointer to the other';

CREATE TABLE record.alerts (
    id VARCHAR PRIMARY KEY,
    channel VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    event VARCHAR,
    "case" VARCHAR,
    routes VARCHAR[] NOT NULL,
    companies VARCHAR[] NOT NULL,
    message STRUCT("text" VARCHAR, "blocks" VARCHAR) NOT NULL,
    late BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL,
    lease_owner VARCHAR,
    lease_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    next_try TIMESTAMPTZ,
    last_attempt TIMESTAMPTZ,
    sent_at TIMESTAMPTZ,
    ts VARCHAR,
    error VARCHAR,
    UNIQUE (channel, subject, kind, revision)
);
COMMENT ON TABLE record.alerts IS 'The outbox: messages on their way to a channel. Never in the public file';
COMMENT ON COLUMN record.alerts.ts IS 'Slack''s own id of the message in its channel';

CREATE TABLE record.issues (
    source VARCHAR NOT NULL,
    topic VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ
);
COMMENT ON TABLE record.issues IS 'What was found not to be normal, since when and until when';

CREATE TABLE record.runs (
    id VARCHAR PRIMARY KEY,
    started TIMESTAMPTZ NOT NULL,
    finished TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    delivery STRUCT(sent INTEGER, reconciled INTEGER, retry INTEGER, parked INTEGER) NOT NULL,
    published BOOLEAN NOT NULL,
    notes VARCHAR[] NOT NULL
);
COMMENT ON TABLE record.runs IS 'One row a pass over the due sources';

CREATE TABLE record.source_reports (
    run VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    due BOOLEAN NOT NULL,
    polled BOOLEAN NOT NULL,
    not_modified BOOLEAN NOT NULL,
    entries INTEGER NOT NULL,
    new_documents INTEGER NOT NULL,
    new_versions INTEGER NOT NULL,
    read INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    new_events INTEGER NOT NULL,
    new_alerts INTEGER NOT NULL,
    baseline BOOLEAN NOT NULL,
    failures STRUCT(
        "stage" VARCHAR, "source" VARCHAR, "url" VARCHAR, "reason" VARCHAR, "status" INTEGER,
        "retry_after_seconds" DOUBLE, "permanent" BOOLEAN, "at" TIMESTAMPTZ
    )[] NOT NULL,
    known_failure BOOLEAN NOT NULL
);
COMMENT ON TABLE record.source_reports IS 'What each source gave in each run';
