-- What analysts ask for: changes, links between cases, deadlines, feedback, relations, whom a route watches;
-- and what a retention policy needs: holds, and when a text was erased.

CREATE TABLE IF NOT EXISTS record.document_changes (
    document VARCHAR,
    version INTEGER,
    "at" TIMESTAMPTZ,
    kind VARCHAR,
    diff VARCHAR,
    changed VARCHAR[]
);
COMMENT ON TABLE record.document_changes IS 'What a source changed in a document it had published';

CREATE TABLE IF NOT EXISTS record.case_links (
    "case" VARCHAR,
    other VARCHAR,
    relation VARCHAR,
    why VARCHAR,
    confidence VARCHAR,
    "by" VARCHAR,
    "at" TIMESTAMPTZ
);
COMMENT ON TABLE record.case_links IS 'Cases that belong together and are not one';

CREATE TABLE IF NOT EXISTS record.deadlines (
    event VARCHAR,
    kind VARCHAR,
    "date" DATE,
    sentence VARCHAR,
    document VARCHAR,
    version INTEGER
);
COMMENT ON TABLE record.deadlines IS 'Days by which something is due, as printed in a document';

CREATE TABLE IF NOT EXISTS record.feedback (
    id VARCHAR,
    alert VARCHAR,
    event VARCHAR,
    verdict VARCHAR,
    "by" VARCHAR,
    "at" TIMESTAMPTZ,
    note VARCHAR
);
COMMENT ON TABLE record.feedback IS 'What readers said of an alert. Never in the public file';

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
