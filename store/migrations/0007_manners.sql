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
