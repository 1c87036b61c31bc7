-- The views of the team's own published file. It tells whom a legal team fears: mode 0600.

CREATE VIEW main.alert_log AS
SELECT
    id AS alert_id,
    channel,
    kind,
    state,
    companies,
    routes AS watches,
    text,
    event AS event_id,
    "case" AS case_id,
    late,
    created_at,
    sent_at,
    date_diff('second', created_at, sent_at) AS seconds_to_send,
    attempts,
    next_try,
    hold_until,
    digest AS digest_id,
    error,
    reason,
    subject,
    revision,
    placement,
    ts AS slack_ts
FROM record.alerts;
COMMENT ON VIEW main.alert_log IS 'One row an alert, sent or not. Example: SELECT l.sent_at, l.channel, l.kind, e.authority, e.action, e.targets FROM alert_log l LEFT JOIN events e USING (event_id) ORDER BY l.created_at DESC LIMIT 20';

CREATE VIEW main.feedback AS
SELECT
    id AS feedback_id, alert AS alert_id, event AS event_id, verdict, given_by, given_at, note
FROM record.feedback;
COMMENT ON VIEW main.feedback IS 'One row a reader''s verdict on an alert. Example: SELECT f.verdict, count(*) AS verdicts FROM feedback f GROUP BY f.verdict ORDER BY verdicts DESC';

CREATE VIEW main.watches AS
SELECT
    id AS watch_id, channel, companies, groups, actions, instruments, ai_nexus, confidence, official_only, added_by
FROM record.watches;
COMMENT ON VIEW main.watches IS 'One row a declared route: which steps towards which firms are told, and where. Example: SELECT watch_id, channel, companies, groups FROM watches';

CREATE VIEW main.watched_companies AS
SELECT w.id AS watch_id, w.channel, c.company AS company_id
FROM record.watched_companies c JOIN record.watches w ON w.id = c.watch;
COMMENT ON VIEW main.watched_companies IS 'One row a firm a route watches, groups resolved. Example: SELECT channel, count(DISTINCT company_id) AS firms FROM watched_companies GROUP BY channel';

CREATE VIEW main.watch_changes AS
SELECT "at" AS changed_at, "by" AS changed_by, change, watch AS watch_id, company AS company_id, definition
FROM record.watch_changes;
COMMENT ON VIEW main.watch_changes IS 'One row a firm that a command put on a route or took off it. Example: SELECT changed_at, changed_by, change, company_id, watch_id FROM watch_changes ORDER BY changed_at';

CREATE VIEW main.holds AS
SELECT subject, reason, held_by, held_at FROM record.holds;
COMMENT ON VIEW main.holds IS 'One row a legal hold: what no retention policy erases. Example: SELECT subject, reason, held_by, held_at FROM holds ORDER BY held_at';

CREATE VIEW main.case_edits AS
SELECT
    kind, "case" AS case_id, other AS other_case_id, events AS event_ids, reason, "by" AS decided_by, "at" AS decided_at
FROM record.case_edits;
COMMENT ON VIEW main.case_edits IS 'One row a merge or split of cases. Example: SELECT decided_at, decided_by, kind, case_id, other_case_id, reason FROM case_edits ORDER BY decided_at DESC LIMIT 20';

CREATE VIEW main.mutes AS
SELECT "case" AS case_id, muted_by, muted_at, ended_by, ended_at FROM record.mutes;
COMMENT ON VIEW main.mutes IS 'One row a case nobody wants to hear of, until it is ended. Example: SELECT c.authority, c.title, m.muted_by, m.muted_at FROM mutes m JOIN cases c USING (case_id) WHERE m.ended_at IS NULL ORDER BY m.muted_at';
