-- The views of the published public file: stable, documented, for anyone's SQL.
-- A comment tells what a row is and ends with an example query after "Example:".

CREATE VIEW main.events AS
SELECT
    e.id AS event_id,
    e."case" AS case_id,
    e.authority AS authority_id,
    coalesce(a.name, regexp_replace(e.authority, '^other:', '')) AS authority,
    e.action,
    e.status,
    upper(e.standing[1]) || e.standing[2:] AS standing,
    e.instrument,
    [p.name FOR p IN e.parties IF p.role = 'target'] AS targets,
    [p.name FOR p IN e.parties IF p.role = 'complainant'] AS complainants,
    [p.name FOR p IN e.parties IF p.role = 'affected'] AS affected,
    e.case_numbers,
    e.amount.value AS amount,
    e.amount.currency AS currency,
    e.step_date,
    e.deadline,
    e.ai_nexus,
    e.ai_reason,
    e.confidence,
    e.evidence.text AS evidence,
    e.document_title AS title,
    e.publisher,
    e.url AS link,
    e.language,
    e.published,
    e.first_seen,
    e.last_changed,
    e.document AS document_id,
    e.document_version,
    e.evidence.field AS evidence_field,
    e.evidence.start AS evidence_start,
    e.evidence."end" AS evidence_end,
    e.baseline,
    e.supported
FROM record.events e
LEFT JOIN record.authority_names a ON a.id = e.authority;

COMMENT ON VIEW main.events IS 'One row a step of an authority towards named firms. Example: SELECT first_seen, authority, action, targets, standing, link FROM events WHERE status = ''asserted'' ORDER BY first_seen DESC LIMIT 20';
COMMENT ON COLUMN main.events.authority IS 'Name of the authority that takes the step';
COMMENT ON COLUMN main.events.action IS 'complaint, inquiry, inspection, opened, objections, interim_measures, commitments, decision, designation, notified, cleared, prohibited, closed, litigation, ruling, settled or other';
COMMENT ON COLUMN main.events.status IS 'asserted, denied, speculative or background';
COMMENT ON COLUMN main.events.standing IS 'Reported (press alone), Confirmed (the authority''s own text), Unconfirmed (silence) or Contradicted (its denial)';
COMMENT ON COLUMN main.events.targets IS 'Names of the firms the step is directed at';
COMMENT ON COLUMN main.events.step_date IS 'Day of the step, only if the text prints it';
COMMENT ON COLUMN main.events.deadline IS 'Day by which something is due, only if the text prints it';
COMMENT ON COLUMN main.events.ai_nexus IS 'Whether the matter is about AI; NULL: not told';
COMMENT ON COLUMN main.events.ai_reason IS 'The words that say so';
COMMENT ON COLUMN main.events.evidence IS 'The sentence or headline that states the step, as printed';
COMMENT ON COLUMN main.events.published IS 'When the document says it was published; NULL: it does not say';
COMMENT ON COLUMN main.events.first_seen IS 'When casewatch first met it';
COMMENT ON COLUMN main.events.evidence_start IS 'Character offset of the evidence in the title or text of that document version';
COMMENT ON COLUMN main.events.baseline IS 'It was there at the first poll of its source: no news';
COMMENT ON COLUMN main.events.supported IS 'False: a later extractor no longer finds it in its documents';

CREATE VIEW main.parties AS
SELECT
    e.event_id,
    e.case_id,
    e.authority,
    e.action,
    e.status,
    e.standing,
    p.name AS company,
    p.company AS company_id,
    p.role,
    e.step_date,
    e.published,
    e.first_seen,
    e.link
FROM main.events e
JOIN (SELECT id, unnest(parties) AS p FROM record.events) ON id = e.event_id;

COMMENT ON VIEW main.parties IS 'One row a firm in a step. Example: SELECT authority, action, first_seen, link FROM parties WHERE company = ''OpenAI'' AND role = ''target'' ORDER BY first_seen DESC';
COMMENT ON COLUMN main.parties.role IS 'target, complainant or affected';
COMMENT ON COLUMN main.parties.company_id IS 'Id in casewatch''s catalogue; NULL: a firm that is not listed';

CREATE VIEW main.cases AS
SELECT
    c.id AS case_id,
    c.authority AS authority_id,
    coalesce(a.name, regexp_replace(c.authority, '^other:', '')) AS authority,
    c.instrument,
    c.title,
    c.case_numbers,
    c.state,
    coalesce((
        SELECT list(DISTINCT p.name ORDER BY p.name)
        FROM (SELECT unnest(s.parties) AS p FROM record.events s WHERE s."case" = c.id) WHERE p.role = 'target'
    ), []) AS targets,
    (SELECT count(*) FROM record.events s WHERE s."case" = c.id) AS steps,
    c.opened,
    c.last_step,
    c.merged_into
FROM record.cases c
LEFT JOIN record.authority_names a ON a.id = c.authority;

COMMENT ON VIEW main.cases IS 'One row a proceeding of an authority. Example: SELECT authority, title, state, targets, last_step FROM cases WHERE merged_into IS NULL ORDER BY last_step DESC LIMIT 20';
COMMENT ON COLUMN main.cases.state IS 'The action of its latest step';
COMMENT ON COLUMN main.cases.merged_into IS 'The case it turned out to be; NULL: none';

CREATE VIEW main.timeline AS
SELECT
    coalesce(step_date, published::DATE, first_seen::DATE) AS day,
    authority,
    action,
    targets,
    standing,
    case_id,
    event_id,
    evidence,
    link,
    status,
    supported
FROM main.events
ORDER BY day, first_seen;

COMMENT ON VIEW main.timeline IS 'The steps in the order of the world. Example: SELECT day, authority, action, targets FROM timeline WHERE list_contains(targets, ''Microsoft'')';
COMMENT ON COLUMN main.timeline.day IS 'Printed day of the step, else of publication, else of the first sight (UTC)';

CREATE VIEW main.documents AS
SELECT
    d.id AS document_id,
    d.source AS source_id,
    coalesce(s.name, d.source) AS source,
    d.authority AS authority_id,
    a.name AS authority,
    d.official,
    d.publisher,
    v.title,
    v.summary,
    v.text,
    v.text_from,
    v.language,
    d.url AS link,
    d.published,
    d.first_seen,
    d.last_seen,
    d.version,
    v.read_at,
    v.read_error,
    d.baseline
FROM record.documents d
JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
LEFT JOIN record.sources s ON s.id = d.source
LEFT JOIN record.authority_names a ON a.id = d.authority;

COMMENT ON VIEW main.documents IS 'One row a release or article, with its newest words. Example: SELECT first_seen, publisher, title, link FROM documents WHERE text ILIKE ''%foundation model%'' ORDER BY first_seen DESC';
COMMENT ON COLUMN main.documents.text_from IS 'Where the text came from: article, entry, summary or title';
COMMENT ON COLUMN main.documents.version IS 'Number of the newest version; earlier ones are in document_changes';

CREATE VIEW main.document_changes AS
SELECT
    v.document AS document_id,
    v.version,
    v.seen_at,
    d.publisher,
    o.title AS old_title,
    v.title,
    o.summary AS old_summary,
    v.summary,
    o.title IS DISTINCT FROM v.title AS title_changed,
    o.summary IS DISTINCT FROM v.summary AS summary_changed,
    o.text IS DISTINCT FROM v.text AS text_changed,
    d.url AS link
FROM record.document_versions v
JOIN record.document_versions o ON o.document = v.document AND o.version = v.version - 1
JOIN record.documents d ON d.id = v.document;

COMMENT ON VIEW main.document_changes IS 'One row a later version of a document: what its source changed. Example: SELECT seen_at, publisher, old_title, title, link FROM document_changes WHERE title_changed ORDER BY seen_at DESC';
COMMENT ON COLUMN main.document_changes.seen_at IS 'When the changed words were first met';

CREATE VIEW main.findings AS
SELECT
    f.id AS finding_id,
    l.event AS event_id,
    l.why,
    l.confidence AS link_confidence,
    f.authority AS authority_id,
    coalesce(a.name, regexp_replace(f.authority, '^other:', '')) AS authority,
    f.action,
    f.status,
    f.instrument,
    [p.name FOR p IN f.parties IF p.role = 'target'] AS targets,
    f.cases AS case_numbers,
    f.amount.value AS amount,
    f.amount.currency AS currency,
    f.step_date,
    f.deadline,
    f.ai_nexus,
    f.ai_reason,
    f.evidence.text AS evidence,
    f.confidence,
    f.rule,
    f.document AS document_id,
    f.version AS document_version,
    f.extractor,
    f.official,
    f.publisher,
    f.url AS link,
    f.published,
    f.found_at
FROM record.findings f
LEFT JOIN record.event_findings l ON l.finding = f.id
LEFT JOIN record.authority_names a ON a.id = f.authority;

COMMENT ON VIEW main.findings IS 'One row a step as one document version tells it; several may tell of one event. Example: SELECT publisher, action, evidence, why, link FROM findings WHERE event_id = ''…''';
COMMENT ON COLUMN main.findings.why IS 'Why it was taken for that event';
COMMENT ON COLUMN main.findings.rule IS 'The rule that found it';

CREATE VIEW main.mentions AS
SELECT
    m.document AS document_id,
    m.version AS document_version,
    m.extractor,
    m.kind,
    m.id AS known_id,
    m.name,
    m.surface AS words,
    m.field,
    m.start AS starts,
    m."end" AS ends,
    m.method,
    m.cue,
    m.score,
    d.publisher,
    d.url AS link,
    d.first_seen
FROM record.mentions m
JOIN record.documents d ON d.id = m.document;

COMMENT ON VIEW main.mentions IS 'One row a naming of a firm, authority, case number, amount or date. Example: SELECT name, count(DISTINCT document_id) AS documents FROM mentions WHERE kind = ''company'' GROUP BY name ORDER BY documents DESC';
COMMENT ON COLUMN main.mentions.known_id IS 'Id in casewatch''s catalogue; NULL: not listed';
COMMENT ON COLUMN main.mentions.cue IS 'The word nearby that proved what an ambiguous name means';

CREATE VIEW main.near_misses AS
SELECT
    n.document AS document_id,
    n.version AS document_version,
    n.extractor,
    n.name AS company,
    n.company AS company_id,
    n.reason,
    CASE n.field WHEN 'title' THEN v.title
        ELSE substring(v.text, greatest(n.start - 100, 0) + 1, n."end" - greatest(n.start - 100, 0) + 100)
    END AS words,
    n.field,
    n.start AS starts,
    n."end" AS ends,
    d.publisher,
    d.official,
    v.title,
    d.url AS link,
    d.published,
    d.first_seen
FROM record.near_misses n
JOIN record.documents d ON d.id = n.document
JOIN record.document_versions v ON v.document = n.document AND v.version = n.version;

COMMENT ON VIEW main.near_misses IS 'One row a firm that is named and did not alert, with the reason. Example: SELECT first_seen, company, reason, words, link FROM near_misses ORDER BY first_seen DESC LIMIT 50';
COMMENT ON COLUMN main.near_misses.words IS 'The title, or the text a hundred characters around the name';

CREATE VIEW main.source_health AS
SELECT
    s.id AS source_id,
    s.name AS source,
    s.authority AS authority_id,
    a.name AS authority,
    s.official,
    s.priority,
    CASE
        WHEN f.failures_in_a_row > 0 THEN 'failing'
        WHEN NOT coalesce(f.proven, false) THEN 'not yet watched'
        WHEN f.last_new_item + to_days(s.max_silence_days) < now() THEN 'silent'
        WHEN EXISTS (
            SELECT 1 FROM record.issues i WHERE i.source = s.id AND i.topic = 'poll' AND i.closed_at IS NULL
        ) THEN 'degraded'
        ELSE 'watched'
    END AS state,
    coalesce(f.proven, false) AS proven,
    f.last_poll,
    f.last_success,
    f.last_new_item,
    s.max_silence_days,
    f.failing_since,
    coalesce(f.failures_in_a_row, 0) AS failures_in_a_row,
    f.error,
    f.next_poll,
    (SELECT count(*) FROM record.documents d WHERE d.source = s.id) AS documents,
    coalesce((
        SELECT list(i.text ORDER BY i.opened_at) FROM record.issues i
        WHERE i.source = s.id AND i.closed_at IS NULL
    ), []) AS open_issues,
    s.url AS link
FROM record.sources s
LEFT JOIN record.feed_states f ON f.source = s.id
LEFT JOIN record.authority_names a ON a.id = s.authority;

COMMENT ON VIEW main.source_health IS 'One row a declared source: is it being watched. Example: SELECT source, state, last_success, error FROM source_health WHERE state <> ''watched'' ORDER BY priority';
COMMENT ON COLUMN main.source_health.state IS 'watched, failing, silent (longer than is normal for it) or not yet watched (never polled well)';
COMMENT ON COLUMN main.source_health.proven IS 'A live poll met what was declared of it; until then it is not to be relied on';
COMMENT ON COLUMN main.source_health.max_silence_days IS 'Days without a new item that are still normal';

CREATE VIEW main.runs AS
SELECT
    r.id AS run_id,
    r.started,
    r.finished,
    r.outcome,
    count(p.source) FILTER (p.due) AS sources_asked,
    count(p.source) FILTER (len(p.failures) > 0) AS sources_failed,
    coalesce(sum(p.new_documents), 0)::BIGINT AS new_documents,
    coalesce(sum(p.new_versions), 0)::BIGINT AS new_versions,
    coalesce(sum(p.findings), 0)::BIGINT AS findings,
    coalesce(sum(p.new_events), 0)::BIGINT AS new_events,
    r.published
FROM record.runs r
LEFT JOIN record.source_reports p ON p.run = r.id
GROUP BY ALL;

COMMENT ON VIEW main.runs IS 'One row a pass over the sources. Example: SELECT started, outcome, sources_asked, sources_failed, new_documents FROM runs ORDER BY started DESC LIMIT 20';
COMMENT ON COLUMN main.runs.outcome IS 'complete, partial (a source newly failed) or blind (no important source could be read)';
COMMENT ON COLUMN main.runs.sources_asked IS 'Counts by source are kept for 30 days';
