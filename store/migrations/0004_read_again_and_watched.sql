-- What reading stored documents again did to steps, and which firm a command put on a route or took off it.

CREATE TABLE record.reread_events (
    extractor VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    fields VARCHAR[] NOT NULL,
    told VARCHAR[] NOT NULL,
    untold VARCHAR[] NOT NULL,
    reached VARCHAR[] NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    summed_up_at TIMESTAMPTZ
);
COMMENT ON TABLE record.reread_events IS 'What reading a document again did to a step; rows are only added. Never in the public file';
COMMENT ON COLUMN record.reread_events.outcome IS 'new, changed or unsupported';
COMMENT ON COLUMN record.reread_events.told IS 'Channels that got a correction of their own';
COMMENT ON COLUMN record.reread_events.untold IS 'Channels that had enough corrections: their summary counts it';
COMMENT ON COLUMN record.reread_events.reached IS 'Channels whose routes ask for it now and did not before: their summary names it';
COMMENT ON COLUMN record.reread_events.summed_up_at IS 'When the summaries of the channels told it; NULL: not yet';

ALTER TABLE record.watches ADD COLUMN additions STRUCT("company" VARCHAR, "by" VARCHAR, "at" TIMESTAMPTZ)[] DEFAULT [];
COMMENT ON COLUMN record.watches.additions IS 'Which of the companies a command put on the route, by whom and when';

ALTER TABLE record.watch_changes ADD COLUMN company VARCHAR;
COMMENT ON TABLE record.watch_changes IS 'Firms a command put on a route or took off it, with who and when; rows are only added. Never in the public file';
COMMENT ON COLUMN record.watch_changes.definition IS 'The route as it then was, in JSON';
