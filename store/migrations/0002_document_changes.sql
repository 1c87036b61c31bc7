CREATE TABLE record.document_changes (
    document VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    kind VARCHAR NOT NULL,
    diff VARCHAR NOT NULL,
    changed VARCHAR[] NOT NULL,
    PRIMARY KEY (document, version)
);
COMMENT ON TABLE record.document_changes IS 'What each version of a document changed of the one before; rows are only added';
COMMENT ON COLUMN record.document_changes.kind IS 'retitled, edited, withdrawn or republished';
COMMENT ON COLUMN record.document_changes.diff IS 'The words taken out as [-…-] and put in as {+…+}, with a few around them';
COMMENT ON COLUMN record.document_changes.changed IS 'What of weight changed: names, dates, amounts, articles';
