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
