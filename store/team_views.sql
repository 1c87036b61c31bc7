-- The views of the team's own published file. It tells whom a legal team fears: mode 0600.

CREATE VIEW main.alert_log AS
SELECT
    id AS alert_id,
    channel,
    kind,
    state,
    companies,
    routes AS watches,
    message.text AS text,
    event AS event_id,
    "case" AS case_id,
    late,
    created_at,
    sent_at,
    date_diff('second', created_at, sent_at) AS seconds_to_send,
    attempts,
    next_try,
    error,
    subject,
    revision,
    ts AS slack_ts
FROM record.alerts;

COMMENT ON VIEW main.alert_log IS 'One row an alert, sent or not. Example: SELECT l.sent_at, l.channel, l.kind, e.authority, e.action, e.targets FROM alert_log l LEFT JOIN events e USING (event_id) ORDER BY l.created_at DESC LIMIT 20';
COMMENT ON COLUMN main.alert_log.state IS 'pending, sending, sent, held, digested, parked or withdrawn';
COMMENT ON COLUMN main.alert_log.kind IS 'step, confirmed, contradicted, correction, reminder, exposure, digest, summary or ops';
COMMENT ON COLUMN main.alert_log.watches IS 'The routes that asked for it';
COMMENT ON COLUMN main.alert_log.late IS 'It was sent long after the news, for example after an outage';

CREATE VIEW main.watches AS
SELECT
    w.id AS watch_id,
    w.channel,
    w.companies,
    w.groups,
    w.actions,
    w.instruments,
    w.ai_nexus,
    w.confidence,
    w.official_only,
    w.added_by
FROM record.watches w;

COMMENT ON VIEW main.watches IS 'One row a declared route: which steps towards which firms are told, and where. Example: SELECT watch_id, channel, companies, groups FROM watches';
COMMENT ON COLUMN main.watches.companies IS 'Ids of the catalogue';
COMMENT ON COLUMN main.watches.ai_nexus IS 'required: only AI matters; any; by_company: required for firms with large other businesses';
COMMENT ON COLUMN main.watches.confidence IS 'The lowest confidence that alerts';
