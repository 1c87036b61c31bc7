"""What the published public file is made of: tables prepared for questions, kept up to date piece by piece.

A piece is what is written anew together: an event with its parties, a reading with its findings. Its digest is taken
over everything the piece is made of. Publishing compares the digests of the record with those of the file before and
writes only the pieces that differ: a record of a million events is published in seconds, and whoever changes a row
of the record, by whatever way, need not tell anybody.

In the SQL, `live` is the record and `changed` holds the keys and digests of the pieces to be written.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Piece(NamedTuple):
    """One kind of piece. Its first table keeps the digests."""

    key: tuple[str, ...]
    digests: str
    """SELECT of the key and the digest of every piece there is, and of what else its tables need to know."""
    tables: Mapping[str, str]
    """For each table the SELECT of the rows of the changed pieces; each has the key's columns."""


_AUTHORITY = "coalesce(a.name, regexp_replace({row}.authority, '^other:', ''))"
_STANDING = "upper(e.standing[1]) || e.standing[2:]"

EVENTS = Piece(
    ("event_id",),
    """
    SELECT e.id AS event_id, hash(*COLUMNS(e.*), a.name) AS digest
    FROM live.record.events e LEFT JOIN live.record.authority_names a ON a.id = e.authority
    """,
    {
        "events": f"""
            SELECT e.id AS event_id, c.digest, e."case" AS case_id, e.authority AS authority_id,
                {_AUTHORITY.format(row="e")} AS authority, e.action, e.status, {_STANDING} AS standing, e.instrument,
                [p.name FOR p IN e.parties IF p.role = 'target'] AS targets,
                [p.name FOR p IN e.parties IF p.role = 'complainant'] AS complainants,
                [p.name FOR p IN e.parties IF p.role = 'affected'] AS affected,
                e.case_numbers, e.amount.value AS amount, e.amount.currency AS currency, e.step_date, e.deadline,
                e.ai_nexus, e.ai_reason, e.confidence, e.evidence.text AS evidence, e.document_title AS title,
                e.publisher, e.url AS link, e.language, e.published, e.first_seen, e.last_changed,
                coalesce(e.step_date, e.published::DATE, e.first_seen::DATE) AS "day",
                e.document AS document_id, e.document_version, e.evidence.field AS evidence_field,
                e.evidence.start AS evidence_start, e.evidence."end" AS evidence_end, e.baseline, e.supported,
                e.case_why, e.case_confidence
            FROM changed c JOIN live.record.events e ON e.id = c.event_id
            LEFT JOIN live.record.authority_names a ON a.id = e.authority
            ORDER BY e.first_seen, e.id
        """,
        "parties": f"""
            SELECT e.id AS event_id, e."case" AS case_id, e.authority AS authority_id,
                {_AUTHORITY.format(row="e")} AS authority, e.action, e.status, {_STANDING} AS standing, e.instrument,
                e.party.name AS company, e.party.company AS company_id, e.party.role AS role, e.ai_nexus,
                e.step_date, e.published, e.first_seen, e.url AS link, e.baseline, e.supported
            FROM (
                SELECT s.* EXCLUDE (parties, evidence), unnest(s.parties) AS party
                FROM changed c JOIN live.record.events s ON s.id = c.event_id
            ) e
            LEFT JOIN live.record.authority_names a ON a.id = e.authority
            ORDER BY e.first_seen, e.id
        """,
    },
)

EVENT_FINDINGS = Piece(
    ("event", "finding"),
    "SELECT event, finding, hash(*COLUMNS(l.*)) AS digest FROM live.record.event_findings l",
    {
        "event_findings": """
            SELECT l.event, l.finding, c.digest, l.why, l.confidence
            FROM changed c JOIN live.record.event_findings l USING (event, finding)
        """
    },
)

DOCUMENTS = Piece(
    ("document_id",),
    """
    SELECT d.id AS document_id, hash(*COLUMNS(d.*), s.name, a.name) AS digest
    FROM live.record.documents d
    LEFT JOIN live.record.sources s ON s.id = d.source
    LEFT JOIN live.record.authority_names a ON a.id = d.authority
    """,
    {
        "documents": """
            SELECT d.id AS document_id, c.digest, d.source AS source_id, coalesce(s.name, d.source) AS source,
                d.authority AS authority_id, a.name AS authority, d.official, d.publisher, d.url AS link, d.published,
                d.first_seen, d.last_seen, d.version, d.baseline
            FROM changed c JOIN live.record.documents d ON d.id = c.document_id
            LEFT JOIN live.record.sources s ON s.id = d.source
            LEFT JOIN live.record.authority_names a ON a.id = d.authority
            ORDER BY d.first_seen, d.id
        """
    },
)

VERSIONS = Piece(
    ("document", "version"),
    """
    SELECT v.document, v.version, hash(*COLUMNS(v.*), x.digest, o.digest) AS digest
    FROM live.record.document_versions v
    LEFT JOIN (
        SELECT b.document, b.version + 1 AS version, hash(b.title, b.summary, b.text, d.publisher, d.url) AS digest
        FROM live.record.document_versions b
        JOIN live.record.documents d ON d.id = b.document AND b.version < d.version
    ) o USING (document, version)
    LEFT JOIN (
        SELECT document, version, bit_xor(hash(*COLUMNS(c.*))) AS digest
        FROM live.record.document_changes c GROUP BY ALL
    ) x USING (document, version)
    """,
    {
        "document_versions": """
            SELECT v.document, v.version, c.digest, v.title, v.summary, v.text, v.text_from, v.language,
                v.content_hash, v.seen_at, v.read_at, v.read_error, v.erased_at
            FROM changed c JOIN live.record.document_versions v USING (document, version)
            ORDER BY v.seen_at, v.document
        """,
        "document_changes": """
            SELECT v.document, v.version, v.seen_at, d.publisher, x.kind, x.changed, x.diff,
                o.title AS old_title, v.title, o.summary AS old_summary, v.summary,
                o.title IS DISTINCT FROM v.title AS title_changed,
                o.summary IS DISTINCT FROM v.summary AS summary_changed,
                o.text IS DISTINCT FROM v.text AS text_changed, d.url AS link
            FROM changed c JOIN live.record.document_versions v USING (document, version)
            JOIN live.record.document_versions o ON o.document = v.document AND o.version = v.version - 1
            JOIN live.record.documents d ON d.id = v.document
            LEFT JOIN live.record.document_changes x ON x.document = v.document AND x.version = v.version
            ORDER BY v.seen_at, v.document
        """,
    },
)

_OF_DOCUMENT = "d.publisher, d.official, d.url AS link, d.published, d.first_seen"
_READING = "document, version, extractor"

READINGS = Piece(
    ("document", "version", "extractor"),
    f"""
    WITH said AS (
        SELECT hash({_READING}) AS reading, hash(*COLUMNS(f.*), a.name) AS digest FROM live.record.findings f
        LEFT JOIN live.record.authority_names a ON a.id = f.authority
        UNION ALL SELECT hash({_READING}), hash(*COLUMNS(m.*)) FROM live.record.mentions m
        UNION ALL SELECT hash({_READING}), hash(*COLUMNS(n.*)) FROM live.record.near_misses n
    ), summed AS (SELECT reading, bit_xor(digest) AS digest, count(*) AS parts FROM said GROUP BY reading)
    SELECT r.document, r.version, r.extractor, r.latest,
        hash(*COLUMNS(r.*), s.digest, s.parts, d.digest, v.digest) AS digest
    FROM (
        SELECT *, row_number() OVER (PARTITION BY document ORDER BY version DESC, analysed_at DESC, extractor DESC) = 1
            AS latest
        FROM live.record.readings
    ) r
    LEFT JOIN summed s ON s.reading = hash(r.document, r.version, r.extractor)
    LEFT JOIN (
        SELECT id, hash(publisher, official, url, published, first_seen) AS digest FROM live.record.documents
    ) d ON d.id = r.document
    -- What was published just before: nothing takes as long as to hash the texts, and once is enough.
    LEFT JOIN record.document_versions v ON v.document = r.document AND v.version = r.version
    """,
    {
        "readings": f"""
            SELECT r.document, r.version, r.extractor, c.digest, r.lang, r.analysed_at
            FROM changed c JOIN live.record.readings r USING ({_READING})
        """,
        "findings": f"""
            SELECT f.document, f.version, f.extractor, f.id AS finding_id, f.authority AS authority_id,
                {_AUTHORITY.format(row="f")} AS authority, f.action, f.status, f.instrument,
                [p.name FOR p IN f.parties IF p.role = 'target'] AS targets, f.cases AS case_numbers,
                f.amount.value AS amount, f.amount.currency AS currency, f.step_date, f.deadline, f.ai_nexus,
                f.ai_reason, f.evidence.text AS evidence, f.confidence, f.rule, f.official, f.publisher,
                f.url AS link, f.published, f.found_at, c.latest
            FROM changed c JOIN live.record.findings f USING ({_READING})
            LEFT JOIN live.record.authority_names a ON a.id = f.authority
            ORDER BY f.found_at, f.id
        """,
        "mentions": f"""
            SELECT m.document, m.version, m.extractor, m.kind, m.id AS known_id, m.name, m.surface AS words, m.field,
                m.start AS starts, m."end" AS ends, m.method, m.cue, m.score, {_OF_DOCUMENT}
            FROM changed c JOIN live.record.mentions m USING ({_READING})
            JOIN live.record.documents d ON d.id = m.document
            WHERE c.latest
            ORDER BY d.first_seen, m.document, m.place
        """,
        "near_misses": f"""
            SELECT n.document, n.version, n.extractor, n.name AS company, n.company AS company_id, n.reason,
                CASE n.field WHEN 'title' THEN v.title
                    ELSE substring(v.text, greatest(n.start - 100, 0) + 1, n."end" - greatest(n.start - 100, 0) + 100)
                END AS words,
                n.field, n.start AS starts, n."end" AS ends, v.title, {_OF_DOCUMENT}
            FROM changed c JOIN live.record.near_misses n USING ({_READING})
            JOIN live.record.documents d ON d.id = n.document
            JOIN live.record.document_versions v ON v.document = n.document AND v.version = n.version
            WHERE c.latest
            ORDER BY d.first_seen, n.document, n.place
        """,
    },
)

# Last: it takes the published events and parties.
CASES = Piece(
    ("case_id",),
    """
    SELECT c.id AS case_id, hash(*COLUMNS(c.*), e.digest, e.steps, a.name) AS digest
    FROM live.record.cases c
    LEFT JOIN (SELECT case_id, bit_xor(digest) AS digest, count(*) AS steps FROM record.events GROUP BY ALL) e
      ON e.case_id = c.id
    LEFT JOIN live.record.authority_names a ON a.id = c.authority
    """,
    {
        "cases": f"""
            SELECT n.id AS case_id, c.digest, n.authority AS authority_id, {_AUTHORITY.format(row="n")} AS authority,
                n.instrument, n.title, n.case_numbers, n.state, coalesce(p.targets, []) AS targets,
                coalesce(e.steps, 0) AS steps, n.opened, n.last_step, n.merged_into
            FROM changed c JOIN live.record.cases n ON n.id = c.case_id
            LEFT JOIN (
                SELECT case_id, list(DISTINCT company ORDER BY company) AS targets FROM record.parties
                WHERE role = 'target' AND case_id IN (SELECT case_id FROM changed) GROUP BY case_id
            ) p ON p.case_id = n.id
            LEFT JOIN (SELECT case_id, count(*) AS steps FROM record.events GROUP BY case_id) e ON e.case_id = n.id
            LEFT JOIN live.record.authority_names a ON a.id = n.authority
            ORDER BY n.last_step, n.id
        """
    },
)

PIECES: tuple[Piece, ...] = (EVENTS, EVENT_FINDINGS, DOCUMENTS, VERSIONS, READINGS, CASES)
"""In the order in which they are written."""
