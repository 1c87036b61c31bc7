-- Why an event belongs to its case, what its documents' addresses say, how it is found again, and what people decided.
ALTER TABLE record.findings ADD COLUMN marks VARCHAR[] DEFAULT [];
COMMENT ON COLUMN record.findings.marks IS 'What the document says it is: number:, page: and release: of its address, text: of its words';
ALTER TABLE record.events ADD COLUMN marks VARCHAR[] DEFAULT [];
COMMENT ON COLUMN record.events.marks IS 'The marks of the documents that tell of it';
ALTER TABLE record.events ADD COLUMN case_why VARCHAR DEFAULT 'linked before reasons were kept';
COMMENT ON COLUMN record.events.case_why IS 'Why it belongs to its case';
ALTER TABLE record.events ADD COLUMN case_confidence VARCHAR DEFAULT 'low';
COMMENT ON COLUMN record.events.case_confidence IS 'How sure that is: high, medium or low';

CREATE TABLE record.event_keys ("key" VARCHAR NOT NULL, event VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE record.event_keys IS 'What a later document finds an event by; rows are only added, the event itself says what holds';
COMMENT ON COLUMN record.event_keys."at" IS 'When the step was taken, as known when the key was added';

INSERT INTO record.event_keys
WITH steps AS (
    SELECT id, "case", authority, instrument, action, case_numbers, coalesce(published, first_seen) AS told,
        coalesce(step_date::TIMESTAMP AT TIME ZONE 'UTC', published, first_seen) AS happened,
        list_distinct([
            CASE WHEN length(regexp_extract(p.plain, '[\pL\d_]+')) >= 5 THEN regexp_extract(p.plain, '[\pL\d_]+')
                ELSE array_to_string(regexp_extract_all(p.plain, '[\pL\d_]+')[:2], ' ') END
            FOR p IN [{'plain': strip_accents(lower(q.name))} FOR q IN parties IF q.role = 'target']
        ]) AS targets
    FROM record.events
), months AS (
    SELECT *, unnest(list_distinct([told, happened])) AS moment FROM steps
), keys AS (
    SELECT 'case|' || "case" AS "key", id, happened FROM steps
    UNION ALL
    SELECT 'number|' || array_to_string([
        coalesce(nullif(ltrim(token, '0'), ''), '0') FOR token IN regexp_extract_all(lower(number), '\pL+|\d+')
    ], '.'), id, happened
    FROM (SELECT id, happened, unnest(case_numbers) AS number FROM steps)
    UNION ALL
    SELECT 'party|' || lower(trim(authority)) || '|' || party || '|' || strftime(moment AT TIME ZONE 'UTC', '%Y-%m'), id, happened
    FROM (SELECT *, unnest(targets) AS party FROM months)
    UNION ALL
    SELECT 'reviewed|' || CASE WHEN authority LIKE 'other:%' THEN authority ELSE split_part(authority, '-', 1) END
        || '|' || party || '|' || strftime(moment AT TIME ZONE 'UTC', '%Y'), id, happened
    FROM (SELECT *, unnest(targets) AS party FROM months)
    WHERE action IN ('interim_measures', 'commitments', 'decision', 'designation', 'cleared', 'prohibited', 'litigation', 'ruling')
    UNION ALL
    SELECT 'reviewed||' || party || '|' || strftime(moment AT TIME ZONE 'UTC', '%Y'), id, happened
    FROM (SELECT *, unnest(targets) AS party FROM months)
    WHERE action IN ('litigation', 'ruling')
    UNION ALL
    SELECT 'conduct|' || party || '|' || instrument || '|' || strftime(moment AT TIME ZONE 'UTC', '%Y-%m'), id, happened
    FROM (SELECT *, unnest(targets) AS party FROM months)
    WHERE action IN ('complaint', 'inquiry', 'inspection', 'opened', 'interim_measures', 'litigation')
    UNION ALL
    SELECT 'deal|' || one || '|' || other, id, happened
    FROM (SELECT *, unnest(targets) AS one FROM steps), LATERAL (SELECT unnest(targets) AS other) o
    WHERE one < other AND (instrument = 'merger' OR action IN ('notified', 'cleared', 'prohibited'))
)
SELECT DISTINCT "key", id, happened FROM keys;

CREATE INDEX event_keys_by_key ON record.event_keys ("key");

CREATE TABLE record.case_edits (
    kind VARCHAR NOT NULL,
    "case" VARCHAR NOT NULL,
    other VARCHAR NOT NULL,
    events VARCHAR[] NOT NULL,
    reason VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE record.case_edits IS 'Cases merged and split, by whom and when; append-only';
COMMENT ON COLUMN record.case_edits.kind IS 'merge: other went into case; split: the events left case for other';
