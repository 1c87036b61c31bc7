-- All that hangs on the documents. Numbers in braces are filled in by store_record.py; hash() stands in for chance.
INSERT INTO record.authority_names SELECT 'authority-' || n, 'Authority ' || n FROM range(40) r(n);
INSERT INTO record.company_names SELECT 'firm-' || n, 'Firm ' || n FROM range(2000) r(n);
INSERT INTO record.sources
SELECT 'source-' || n, 'Source ' || n, 'authority-' || n, 'Publisher ' || n, n < 40, 1 + n % 3,
    'https://source-' || n || '.example/feed', 'en', 15, 30 FROM range(50) r(n);
INSERT INTO record.feed_states
SELECT 'source-' || n, NULL, NULL, NULL, TIMESTAMPTZ '2016-01-01 00:00:00+00', TIMESTAMPTZ '2026-11-22 00:00:00+00',
    TIMESTAMPTZ '2026-11-22 00:00:00+00', TIMESTAMPTZ '2026-11-21 00:00:00+00', NULL, 0, NULL, true, NULL, NULL
FROM range(50) r(n);

-- Ids begin with the second they were drawn in, as the product's do.
CREATE TEMP MACRO moment_of(document) AS TIMESTAMPTZ '2016-01-01 00:00:00+00' + to_minutes((document * {minutes})::BIGINT);
CREATE TEMP MACRO drawn(moment, chance) AS lpad(to_hex(epoch(moment)::BIGINT), 8, '0') || right(lpad(to_hex(chance), 16, '0'), 10);
CREATE TEMP MACRO case_id(proceeding) AS
    'case_' || drawn(moment_of(proceeding * 5 * {documents} // {events}), hash(proceeding, 15));

INSERT INTO record.documents
SELECT 'document_' || lpad(to_hex(hash(n)), 16, '0'), 'source-' || hash(n, 10) % 50, 'authority-' || hash(n, 10) % 50,
    hash(n, 10) % 50 < 40, 'Publisher ' || hash(n, 10) % 50, 'guid-' || n, 'https://source.example/news/' || n,
    to_hex(hash(n, 11)), seen, seen, seen + to_days(7), n < {documents} // 20, CASE WHEN n % 10 = 0 THEN 2 ELSE 1 END
FROM (SELECT n, moment_of(n) AS seen FROM range({documents}) r(n));

INSERT INTO record.document_changes
SELECT document, version, seen_at, 'edited', '-' || title || chr(10) || '+' || title, ['amounts']
FROM record.document_versions WHERE version = 2;

INSERT INTO record.readings
SELECT document, version, 'reader-1', language, read_at + INTERVAL 1 MINUTE FROM record.document_versions ORDER BY read_at;

CREATE TEMP TABLE steps AS
SELECT n, n * {documents} // {events} AS document,
    [(2000 * pow((hash(n, 12, p) % 1000000) / 1e6, 3))::INTEGER FOR p IN [0, 1, 2]] AS firms,
    ((n + hash(n, 13) % 7) // 5)::BIGINT AS proceeding
FROM range({events}) r(n);

CREATE TEMP TABLE told AS
SELECT 'event_' || drawn(d.first_seen, hash(n, 14)) AS event, case_id(proceeding) AS proceeding,
    'authority-' || proceeding % 40 AS authority,
    (['complaint','inquiry','opened','objections','commitments','decision','notified','cleared','closed','ruling'])[1 + (hash(n, 16) % 10)::BIGINT] AS action,
    CASE WHEN hash(n, 17) % 20 = 0 THEN 'background' ELSE 'asserted' END AS status,
    (['antitrust','merger','dma','dsa','data_protection','consumer'])[1 + proceeding % 6] AS instrument,
    [{{'name': 'Firm ' || firms[1], 'company': 'firm-' || firms[1], 'role': 'target'}},
     {{'name': 'Firm ' || firms[2], 'company': 'firm-' || firms[2], 'role': 'target'}},
     {{'name': 'Firm ' || firms[3], 'company': 'firm-' || firms[3], 'role': 'complainant'}}] AS parties,
    ['AT.' || lpad(proceeding::VARCHAR, 6, '0')] AS case_numbers,
    CASE WHEN hash(n, 18) % 12 = 0 THEN {{'value': (hash(n, 19) % 1000000)::DOUBLE * 1000, 'currency': 'EUR'}} END AS amount,
    CASE WHEN hash(n, 20) % 15 = 0 THEN (d.first_seen + to_days((hash(n, 21) % 120)::INTEGER))::DATE END AS deadline,
    d.first_seen::DATE AS step_date, hash(n, 22) % 2 = 0 AS ai_nexus, (['high','medium','low'])[1 + (hash(n, 23) % 3)::BIGINT] AS confidence,
    {{'text': h.sentence, 'start': 0, 'end': len(h.sentence)::INTEGER, 'field': 'text'}} AS evidence,
    d.id AS document, d.url, d.publisher, d.official, d.authority AS publishing, d.published, d.first_seen, d.baseline,
    h.sentence[:80] || '1' AS title, n
FROM steps JOIN record.documents d ON d.guid = 'guid-' || steps.document
JOIN (SELECT n AS place, sentence FROM sentences) h ON h.place = hash(steps.document, 9) % 20000;

INSERT INTO record.events
SELECT event, proceeding, authority, action, status, CASE WHEN official THEN 'confirmed' ELSE 'reported' END, instrument, parties,
    case_numbers, amount, deadline, step_date, ai_nexus, NULL, confidence, evidence, document, 1, title, publisher, url, 'en',
    published, first_seen, first_seen, baseline, true, [], 'the same case number', 'high'
FROM told ORDER BY n;

INSERT INTO record.event_keys
SELECT unnest([
    'case|' || proceeding, 'number|at.' || ltrim(case_numbers[1][4:], '0'),
    'party|' || authority || '|' || lower(parties[1].name) || '|' || strftime(first_seen, '%Y-%m'),
    'party|' || authority || '|' || lower(parties[2].name) || '|' || strftime(first_seen, '%Y-%m')
]), event, first_seen FROM told ORDER BY n;
INSERT INTO record.event_keys
SELECT unnest(CASE
    WHEN instrument = 'merger' OR action IN ('notified', 'cleared') THEN ['deal|' || lower(parties[1].name) || '|' || lower(parties[2].name)]
    WHEN action IN ('complaint', 'inquiry', 'opened') THEN [
        'conduct|' || lower(p.name) || '|' || instrument || '|' || strftime(first_seen, '%Y-%m') FOR p IN parties[:2]]
    ELSE [] END), event, first_seen FROM told ORDER BY n;

INSERT INTO record.findings
SELECT 'finding_' || drawn(first_seen, hash(n, 24, copy)), document, 1, 'reader-1', (n % 4)::INTEGER, title, 'en', official,
    publishing, publisher, url, published, first_seen, baseline, authority, action, status, instrument, parties, case_numbers,
    amount, deadline, step_date, ai_nexus, NULL, evidence, confidence, action, []
FROM told, range(2) c(copy) WHERE copy = 0 OR n % 10 = 0 ORDER BY n;

INSERT INTO record.event_findings
SELECT event, 'finding_' || drawn(first_seen, hash(n, 24, copy)), CASE copy WHEN 0 THEN 'first told' ELSE 'same case number' END, 'high'
FROM told, range(2) c(copy) WHERE copy = 0 OR n % 10 = 0 ORDER BY n;

INSERT INTO record.cases
SELECT proceeding, any_value(authority), any_value(instrument), any_value(authority) || ' and ' || min(parties[1].name),
    any_value(case_numbers), arg_max(action, n), min(first_seen), max(first_seen), NULL
FROM told GROUP BY proceeding ORDER BY min(n);

INSERT INTO record.deadlines BY NAME
SELECT event, 'comments' AS kind, deadline AS date, evidence.text AS sentence, document, 1 AS version, 0 AS sequence
FROM told WHERE deadline IS NOT NULL;

INSERT INTO record.case_links
SELECT proceeding, case_id(any_value(n) // 5 + 1), 'related', 'same deal', 'medium', 'casewatch', max(first_seen)
FROM told WHERE n % 50 = 0 GROUP BY proceeding;

INSERT INTO record.mentions
SELECT document, version, 'reader-1', k::INTEGER, 'company', 'firm-' || firm, 'Firm ' || firm, 'Firm ' || firm, 'text',
    (k * 40)::INTEGER, (k * 40 + 8)::INTEGER, 'catalogue', NULL, 1.0
FROM (SELECT document, version, k, (2000 * pow((hash(document, version, k, 25) % 1000000) / 1e6, 3))::INTEGER AS firm
      FROM record.document_versions, range(6) p(k) ORDER BY read_at);

INSERT INTO record.near_misses
SELECT document, version, 'reader-1', k::INTEGER, 'firm-' || firm, 'Firm ' || firm, 'named, in no role of a step', 'text', (k * 40)::INTEGER, (k * 40 + 8)::INTEGER
FROM (SELECT document, version, k, (2000 * pow((hash(document, version, k, 26) % 1000000) / 1e6, 3))::INTEGER AS firm
      FROM record.document_versions, range(2) p(k) WHERE hash(document, k) % 2 = 0 ORDER BY read_at);

INSERT INTO record.runs
SELECT 'run_' || n, moment, moment + INTERVAL 20 SECONDS, CASE WHEN n % 50 = 0 THEN 'partial' ELSE 'complete' END,
    {{'sent': 1, 'reconciled': 0, 'retry': 0, 'parked': 0}}, true, []
FROM (SELECT n, TIMESTAMPTZ '2026-11-22 00:00:00+00' - to_minutes(n * 15) AS moment FROM range(30000) r(n));

INSERT INTO record.source_reports
SELECT 'run_' || n, s::INTEGER, 'source-' || s, true, true, true, 20, 0, 0, 0, 0, 0, 0, false, [], false
FROM range(2880) r(n), range(50) t(s);

INSERT INTO record.watches
    (id, channel, companies, groups, actions, instruments, ai_nexus, confidence, official_only, added_by)
SELECT 'watch-' || n, '#legal-' || n, ['firm-' || n], [], [], [], 'any', 'low', false, 'benchmark' FROM range(20) r(n);
INSERT INTO record.watched_companies SELECT 'watch-' || n, 'firm-' || n FROM range(20) r(n);

INSERT INTO record.alerts BY NAME
SELECT 'alert_' || n AS id, '#legal-' || n % 20 AS channel, event AS subject, 'step' AS kind, 1 AS revision, event,
    proceeding AS "case", ['watch-' || n % 20] AS routes, [parties[1].company] AS companies,
    {{'text': evidence.text, 'blocks': repeat('{{}}', 600)}} AS message, false AS late,
    first_seen + INTERVAL 2 MINUTES AS created_at, 'sent' AS state, 1 AS attempts,
    first_seen + INTERVAL 3 MINUTES AS last_attempt, first_seen + INTERVAL 3 MINUTES AS sent_at, n::VARCHAR AS ts
FROM told WHERE n % 20 = 0;
INSERT INTO record.feedback
SELECT 'feedback_' || n, 'alert_' || n, event, CASE WHEN n % 100 = 0 THEN 'wrong' ELSE 'useful' END, 'somebody', first_seen, ''
FROM told WHERE n % 200 = 0;
