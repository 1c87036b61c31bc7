-- The views of the published public file: stable, documented, for anyone's SQL.
-- A comment tells what a row is and ends with an example query after "Example:"; columns.toml tells what a column is.

CREATE VIEW main.events AS
SELECT
    event_id, case_id, case_why, case_confidence, authority_id, authority, action, status, standing, instrument,
    targets, complainants, affected, case_numbers, amount, currency, step_date, deadline, ai_nexus, ai_reason, confidence, evidence, title, publisher,
    link, language, published, first_seen, last_changed, document_id, document_version, evidence_field,
    evidence_start, evidence_end, baseline, supported
FROM record.events;
COMMENT ON VIEW main.events IS 'One row a step of an authority towards named firms. Example: SELECT first_seen, authority, action, targets, standing, link FROM events WHERE status = ''asserted'' ORDER BY first_seen DESC LIMIT 20';

CREATE VIEW main.parties AS
SELECT
    event_id, case_id, authority_id, authority, action, status, standing, instrument, company, company_id, role,
    ai_nexus, step_date, published, first_seen, link, baseline, supported
FROM record.parties;
COMMENT ON VIEW main.parties IS 'One row a firm in a step. Example: SELECT authority, action, first_seen, link FROM parties WHERE company = ''OpenAI'' AND role = ''target'' ORDER BY first_seen DESC LIMIT 50';

CREATE VIEW main.cases AS
SELECT
    case_id, authority_id, authority, instrument, title, case_numbers, state, targets, steps, opened, last_step,
    merged_into
FROM record.cases;
COMMENT ON VIEW main.cases IS 'One row a proceeding of an authority. Example: SELECT authority, title, state, targets, last_step FROM cases WHERE merged_into IS NULL ORDER BY last_step DESC LIMIT 20';

CREATE VIEW main.related_cases AS
SELECT
    "case" AS case_id, other AS other_case_id, relation, why, confidence, "by" AS decided_by, "at" AS decided_at
FROM record.case_links;
COMMENT ON VIEW main.related_cases IS 'One row a tie between two proceedings that are not one, such as one deal before two authorities. Example: SELECT c.title, r.relation, o.authority, o.title FROM related_cases r JOIN cases c USING (case_id) JOIN cases o ON o.case_id = r.other_case_id';

CREATE VIEW main.timeline AS
SELECT
    "day", authority, action, targets, standing, case_id, event_id, evidence, link, status, supported
FROM record.events
ORDER BY "day", first_seen;
COMMENT ON VIEW main.timeline IS 'The steps in the order of the world. Example: SELECT day, authority, action, evidence FROM timeline WHERE case_id = (SELECT case_id FROM cases ORDER BY last_step DESC LIMIT 1)';

CREATE VIEW main.company_exposure AS
WITH touched AS (
    SELECT other AS target, company, kind, other, verified, company AS exposed FROM record.relations
    WHERE touched IN ('company', 'both')
    UNION ALL
    SELECT company, company, kind, other, verified, other FROM record.relations WHERE touched IN ('other', 'both')
)
SELECT
    p.company, p.company_id, 'target' AS basis, NULL::VARCHAR AS via, NULL::VARCHAR AS because,
    NULL::BOOLEAN AS verified, p.event_id, p.case_id, p.authority, p.action, p.status, p.standing, p.instrument,
    p.ai_nexus, p.first_seen, p.link
FROM record.parties p WHERE p.role = 'target'
UNION ALL
SELECT
    n.name, t.exposed, 'relation', p.company,
    c.name || CASE t.kind
        WHEN 'parent' THEN ' is parent of '
        WHEN 'investor' THEN ' is investor in '
        WHEN 'model_provider' THEN ' is model provider of '
        WHEN 'uses_models_of' THEN ' uses models of '
        WHEN 'cloud_provider' THEN ' is cloud provider of '
        WHEN 'hosted_by' THEN ' is hosted by '
        WHEN 'chip_supplier' THEN ' is chip supplier of '
        ELSE ' is partner of '
    END || o.name,
    t.verified, p.event_id, p.case_id, p.authority, p.action, p.status, p.standing, p.instrument, p.ai_nexus,
    p.first_seen, p.link
FROM touched t
JOIN record.company_names n ON n.id = t.exposed
JOIN record.company_names c ON c.id = t.company
JOIN record.company_names o ON o.id = t.other
JOIN record.parties p ON p.company_id = t.target AND p.role = 'target';
COMMENT ON VIEW main.company_exposure IS 'One row a step that touches a firm, as target or through a firm it depends on or owns. Example: SELECT first_seen, basis, via, because, authority, action FROM company_exposure WHERE company = ''Microsoft'' AND status = ''asserted'' ORDER BY first_seen DESC LIMIT 20';

CREATE VIEW main.deadlines AS
SELECT
    e.event_id, e.case_id, e.authority, e.action, e.targets, d.kind, d."date" AS due, d.sentence, e.link, e.status
FROM record.deadlines d JOIN record.events e ON e.event_id = d.event
UNION ALL
SELECT event_id, case_id, authority, action, targets, 'deadline', deadline, evidence, link, status
FROM record.events e
WHERE deadline IS NOT NULL
  AND NOT EXISTS (FROM record.deadlines d WHERE d.event = e.event_id AND d."date" = e.deadline);
COMMENT ON VIEW main.deadlines IS 'One row a day by which something is due, as a document prints it. Example: SELECT due, kind, authority, targets, sentence FROM deadlines WHERE due >= current_date ORDER BY due LIMIT 20';

CREATE VIEW main.documents AS
SELECT
    d.document_id, d.source_id, d.source, d.authority_id, d.authority, d.official, d.publisher, v.title, v.summary,
    v.text, v.text_from, v.language, d.link, d.published, d.first_seen, d.last_seen, d.version, v.read_at,
    v.read_error, v.erased_at, d.baseline
FROM record.documents d
JOIN record.document_versions v ON v.document = d.document_id AND v.version = d.version;
COMMENT ON VIEW main.documents IS 'One row a release or article, with its newest words. Example: SELECT first_seen, publisher, title, link FROM documents WHERE official ORDER BY first_seen DESC LIMIT 20';

CREATE VIEW main.document_changes AS
SELECT
    document AS document_id, version, seen_at, publisher, kind, changed, diff, old_title, title, old_summary, summary,
    title_changed, summary_changed, text_changed, link
FROM record.document_changes;
COMMENT ON VIEW main.document_changes IS 'One row a later version of a document: what its source changed. Example: SELECT seen_at, publisher, old_title, title, link FROM document_changes WHERE title_changed ORDER BY seen_at DESC LIMIT 20';

CREATE VIEW main.findings AS
SELECT
    f.finding_id, l.event AS event_id, l.why, l.confidence AS link_confidence, f.authority_id, f.authority, f.action,
    f.status, f.instrument, f.targets, f.case_numbers, f.amount, f.currency, f.step_date, f.deadline, f.ai_nexus,
    f.ai_reason, f.evidence, f.confidence, f.rule, f.document AS document_id, f.version AS document_version,
    f.extractor, f.latest, f.official, f.publisher, f.link, f.published, f.found_at
FROM record.findings f
LEFT JOIN record.event_findings l ON l.finding = f.finding_id;
COMMENT ON VIEW main.findings IS 'One row a step as one document version tells it; several may tell of one event. Example: SELECT publisher, action, evidence, why, link FROM findings WHERE event_id = (SELECT event_id FROM events ORDER BY first_seen DESC LIMIT 1)';

CREATE VIEW main.mentions AS
SELECT
    document AS document_id, version AS document_version, extractor, kind, known_id, name, words, field, starts, ends,
    method, cue, score, publisher, official, link, published, first_seen
FROM record.mentions;
COMMENT ON VIEW main.mentions IS 'One row a naming of a firm, product, authority, case number, amount or date in the newest words of a document. Example: SELECT name, count(*) AS namings FROM mentions WHERE kind = ''company'' GROUP BY name ORDER BY namings DESC LIMIT 20';

CREATE VIEW main.near_misses AS
SELECT
    document AS document_id, version AS document_version, extractor, company, company_id, reason, words, field, starts,
    ends, publisher, official, title, link, published, first_seen
FROM record.near_misses
UNION ALL
SELECT
    e.document_id, e.document_version, NULL, p.company, p.company_id,
    'was there at the first poll of its source: summed up, not told by itself', e.evidence, e.evidence_field,
    e.evidence_start, e.evidence_end, e.publisher, d.official, e.title, e.link, e.published, e.first_seen
FROM record.parties p
JOIN record.events e USING (event_id)
LEFT JOIN record.documents d USING (document_id)
WHERE p.baseline AND p.role = 'target' AND p.status = 'asserted';
COMMENT ON VIEW main.near_misses IS 'One row a firm that is named in a document and did not alert, with the reason. Example: SELECT first_seen, company, reason, words, link FROM near_misses ORDER BY first_seen DESC LIMIT 50';

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
    (SELECT count(*) FROM record.documents d WHERE d.source_id = s.id) AS documents,
    -- What a site map listed before the watch began is left unread on purpose.
    (
        SELECT count(*) FROM record.documents d
        JOIN record.document_versions v ON v.document = d.document_id AND v.version = d.version
        WHERE d.source_id = s.id AND v.read_error NOT LIKE 'not read:%'
    ) AS articles_missing,
    coalesce((
        SELECT list(i.text ORDER BY i.opened_at) FROM record.issues i
        WHERE i.source = s.id AND i.closed_at IS NULL
    ), []) AS open_issues,
    s.url AS link
FROM record.sources s
LEFT JOIN record.feed_states f ON f.source = s.id
LEFT JOIN record.authority_names a ON a.id = s.authority;
COMMENT ON VIEW main.source_health IS 'One row a declared source: is it being watched. Example: SELECT source, state, last_success, error FROM source_health WHERE state <> ''watched'' ORDER BY priority';

CREATE VIEW main.runs AS
SELECT
    r.id AS run_id,
    r.started,
    r.finished,
    r.outcome,
    coalesce(p.sources_asked, 0) AS sources_asked,
    coalesce(p.sources_failed, 0) AS sources_failed,
    coalesce(p.new_documents, 0) AS new_documents,
    coalesce(p.new_versions, 0) AS new_versions,
    coalesce(p.findings, 0) AS findings,
    coalesce(p.new_events, 0) AS new_events,
    r.published
FROM record.runs r
LEFT JOIN (
    SELECT
        run,
        count(*) FILTER (due) AS sources_asked,
        count(*) FILTER (len(failures) > 0) AS sources_failed,
        sum(new_documents)::BIGINT AS new_documents,
        sum(new_versions)::BIGINT AS new_versions,
        sum(findings)::BIGINT AS findings,
        sum(new_events)::BIGINT AS new_events
    FROM record.source_reports GROUP BY run
) p ON p.run = r.id;
COMMENT ON VIEW main.runs IS 'One row a pass over the sources. Example: SELECT started, outcome, sources_asked, sources_failed, new_documents FROM runs ORDER BY started DESC LIMIT 20';
