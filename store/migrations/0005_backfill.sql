CREATE TABLE record.backfills (
    source VARCHAR NOT NULL,
    start DATE NOT NULL,
    "end" DATE NOT NULL,
    window_start DATE NOT NULL,
    page INTEGER NOT NULL,
    collected BOOLEAN NOT NULL,
    tell BOOLEAN NOT NULL,
    began_at TIMESTAMPTZ NOT NULL,
    error VARCHAR,
    PRIMARY KEY (source, start, "end")
);
COMMENT ON TABLE record.backfills IS 'Ranges of days asked of the archives of sources, and how far that has come';
COMMENT ON COLUMN record.backfills.window_start IS 'First day of the part of the range that is being asked for';
COMMENT ON COLUMN record.backfills.page IS 'Page of that part to be asked for next';
COMMENT ON COLUMN record.backfills.collected IS 'All pages were asked for';

CREATE TABLE record.backfill_documents (
    document VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    start DATE NOT NULL,
    "end" DATE NOT NULL
);
COMMENT ON TABLE record.backfill_documents IS 'Documents that were met in an archive first, and by which range';

CREATE TABLE record.watch_changes (
    watch VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE record.watch_changes IS 'Routes added and removed by command, with who and when; append-only. Never in the public file';
COMMENT ON COLUMN record.watch_changes.change IS 'added or removed';
COMMENT ON COLUMN record.watch_changes.definition IS 'The route as it was then, in JSON';
