CREATE TABLE record.document_changes (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    kind VARCHAR NOT NULL,
    diff VARCHAR NOT NULL,
    changed VARCHAR[] NOT NULL,
    PRIMARY KEY (document, version)
);
COMMENT ON TABLE record.document_changes IS 'What each version of a document changed of the one before; rows are only added';
COMMENT ON COLUMN record.document_changes.kind IS 'retitled, edited, withdrawn or republished';
COMMENT ON COLUMN record.document_changes.diff IS 'The words taken out as [-…-] and put in as {+…+}, with a few around them';
COMMENT ON COLUMN record.document_changes.changed IS 'What of weight changed: names, dates, amounts, articles';

-- Threads, holding back, digests, and an order of creation that no jump of the clock can turn round.
ALTER TABLE record.alerts ADD COLUMN thread VARCHAR;
ALTER TABLE record.alerts ADD COLUMN placement VARCHAR DEFAULT 'top';
ALTER TABLE record.alerts ADD COLUMN parent STRUCT("text" VARCHAR, "blocks" VARCHAR);
ALTER TABLE record.alerts ADD COLUMN hold_until TIMESTAMPTZ;
ALTER TABLE record.alerts ADD COLUMN posted_in VARCHAR;
ALTER TABLE record.alerts ADD COLUMN parent_updated_at TIMESTAMPTZ;
ALTER TABLE record.alerts ADD COLUMN digest VARCHAR;
ALTER TABLE record.alerts ADD COLUMN reason VARCHAR;
ALTER TABLE record.alerts ADD COLUMN number BIGINT;
ALTER TABLE record.alerts ADD COLUMN steady DOUBLE;
UPDATE record.alerts SET number = n.number FROM (
    SELECT id, row_number() OVER (ORDER BY created_at, id) AS number FROM record.alerts
) n WHERE n.id = record.alerts.id;
COMMENT ON COLUMN record.alerts.number IS 'The order in which alerts were queued';
COMMENT ON COLUMN record.alerts.steady IS 'The last try by the machine''s steady clock, in seconds: wall clocks jump';
COMMENT ON COLUMN record.alerts.digest IS 'The alert that tells it, when it was digested';

CREATE TABLE record.threads (
    channel VARCHAR NOT NULL,
    "case" VARCHAR NOT NULL,
    ts VARCHAR NOT NULL,
    alert VARCHAR NOT NULL,
    PRIMARY KEY (channel, "case")
);
COMMENT ON TABLE record.threads IS 'The thread of a case in a channel: Slack''s id of its first message';

-- Manners of routes, deadlines told in texts, what readers say of alerts, and cases a channel does not want to hear of.
ALTER TABLE record.watches ADD COLUMN any_ai_firm BOOLEAN DEFAULT false;
ALTER TABLE record.watches ADD COLUMN parents VARCHAR[] DEFAULT [];
ALTER TABLE record.watches ADD COLUMN unlisted BOOLEAN DEFAULT false;
ALTER TABLE record.watches ADD COLUMN authorities VARCHAR[] DEFAULT [];
ALTER TABLE record.watches ADD COLUMN languages VARCHAR[] DEFAULT [];
ALTER TABLE record.watches ADD COLUMN exposure_hops INTEGER DEFAULT 1;
ALTER TABLE record.watches ADD COLUMN send VARCHAR DEFAULT 'at_once';
ALTER TABLE record.watches ADD COLUMN send_at VARCHAR DEFAULT '08:00:00';
ALTER TABLE record.watches ADD COLUMN send_on VARCHAR DEFAULT 'monday';
ALTER TABLE record.watches ADD COLUMN time_zone VARCHAR DEFAULT 'Europe/Brussels';
ALTER TABLE record.watches ADD COLUMN quiet_from VARCHAR;
ALTER TABLE record.watches ADD COLUMN quiet_until VARCHAR;
ALTER TABLE record.watches ADD COLUMN quiet_weekends BOOLEAN DEFAULT false;
ALTER TABLE record.watches ADD COLUMN urgent VARCHAR[] DEFAULT [];
ALTER TABLE record.watches ADD COLUMN gather_minutes INTEGER DEFAULT 0;
ALTER TABLE record.watches ADD COLUMN unconfirmed_after_days INTEGER DEFAULT 7;
ALTER TABLE record.watches ADD COLUMN remind_days INTEGER[] DEFAULT [];
ALTER TABLE record.watches ADD COLUMN still_watching BOOLEAN DEFAULT true;

CREATE TABLE record.deadlines (
    event VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    date DATE NOT NULL,
    sentence VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (event, kind)
);
COMMENT ON TABLE record.deadlines IS 'Dates printed in the texts of a step by which something has to be done, with the sentence that says so';
COMMENT ON COLUMN record.deadlines.sequence IS 'How often the date was moved, as calendars count it';

CREATE TABLE record.feedback (
    id VARCHAR PRIMARY KEY,
    alert VARCHAR NOT NULL,
    event VARCHAR,
    verdict VARCHAR NOT NULL,
    given_by VARCHAR NOT NULL,
    given_at TIMESTAMPTZ NOT NULL,
    note VARCHAR NOT NULL
);
COMMENT ON TABLE record.feedback IS 'What readers say of alerts; rows are only added, the last one about an alert counts';

CREATE TABLE record.mutes (
    "case" VARCHAR NOT NULL,
    muted_by VARCHAR NOT NULL,
    muted_at TIMESTAMPTZ NOT NULL,
    ended_by VARCHAR,
    ended_at TIMESTAMPTZ
);
COMMENT ON TABLE record.mutes IS 'Cases nobody is told of any more, since when and by whose wish';

CREATE TABLE record.backfills (
    source VARCHAR NOT NULL,
    start DATE NOT NULL,
    "end" DATE NOT NULL,
    window_start DATE NOT NULL,
    page INTEGER NOT NULL,
    collected BOOLEAN NOT NULL,
    tell BOOLEAN NOT NULL,
    began_at TIMESTAMPTZ NOT NULL,
    error VARCHAR,
    PRIMARY KEY (source, start, "end")
);
COMMENT ON TABLE record.backfills IS 'Ranges of days asked of the archives of sources, and how far that has come';
COMMENT ON COLUMN record.backfills.window_start IS 'First day of the part of the range that is being asked for';
COMMENT ON COLUMN record.backfills.page IS 'Page of that part to be asked for next';
COMMENT ON COLUMN record.backfills.collected IS 'All pages were asked for';

CREATE TABLE record.backfill_documents (
    document VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    start DATE NOT NULL,
    "end" DATE NOT NULL
);
COMMENT ON TABLE record.backfill_documents IS 'Documents that were met in an archive first, and by which range';

CREATE TABLE record.watch_changes (
    watch VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE record.watch_changes IS 'Routes added and removed by command, with who and when; append-only. Never in the public file';
COMMENT ON COLUMN record.watch_changes.change IS 'added or removed';
COMMENT ON COLUMN record.watch_changes.definition IS 'The route as it was then, in JSON';

-- What analysts ask for: changes, links between cases, deadlines, feedback, relations, whom a route watches;
-- and what a retention policy needs: holds, and when a text was erased.

CREATE TABLE record.case_links (
    "case" VARCHAR,
    other VARCHAR,
    relation VARCHAR,
    why VARCHAR,
    confidence VARCHAR,
    "by" VARCHAR,
    "at" TIMESTAMPTZ
);
COMMENT ON TABLE record.case_links IS 'Cases that belong together and are not one';

CREATE TABLE record.relations (
    company VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    other VARCHAR NOT NULL,
    touched VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL
);
COMMENT ON TABLE record.relations IS 'The catalogue''s relations between companies: company stands in kind to other';
COMMENT ON COLUMN record.relations.touched IS 'company: a step towards other touches company; other: the reverse; both';

CREATE TABLE record.watched_companies (watch VARCHAR NOT NULL, company VARCHAR NOT NULL);
COMMENT ON TABLE record.watched_companies IS 'The companies of each route, groups resolved. Never in the public file';

CREATE TABLE record.holds (
    subject VARCHAR PRIMARY KEY,
    reason VARCHAR NOT NULL,
    held_by VARCHAR NOT NULL,
    held_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE record.holds IS 'Legal holds: what no retention policy may erase. Never in the public file';
COMMENT ON COLUMN record.holds.subject IS 'Id of a document or a case, or all';

ALTER TABLE record.document_versions ADD COLUMN erased_at TIMESTAMPTZ;
COMMENT ON COLUMN record.document_versions.erased_at IS 'When the retention policy erased the text; NULL: it is there';

CREATE TABLE record.erasures (
    erased_at TIMESTAMPTZ NOT NULL,
    texts INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    raw_bodies INTEGER NOT NULL
);
COMMENT ON TABLE record.erasures IS 'What the retention policy erased, one row a time it ran';
