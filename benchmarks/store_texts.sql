-- One turn of putting texts together: some twenty sentences each, one text in twenty much longer.
INSERT INTO record.document_versions
SELECT 'document_' || lpad(to_hex(hash(number)), 16, '0'), version,
    any_value(head.sentence)[:80] || version, any_value(head.sentence), string_agg(s.sentence, '' ORDER BY k),
    'article', ['en', 'de', 'fr', 'es'][1 + number % 4], to_hex(hash(number, version)),
    TIMESTAMPTZ '2016-01-01 00:00:00+00' + to_minutes((number * {minutes})::BIGINT) + to_days(version - 1),
    TIMESTAMPTZ '2016-01-01 00:00:00+00' + to_minutes((number * {minutes})::BIGINT + 1) + to_days(version - 1),
    NULL, 0, NULL, NULL
FROM ({versions}) v
JOIN range(80) p(k) ON k < 8 + 30 * pow((hash(number, 7) % 1000) / 1e3, 1.15) + CASE WHEN hash(number, 8) % 20 = 0 THEN 30 ELSE 0 END
JOIN sentences s ON s.n = hash(number, version, k) % 20000
JOIN sentences head ON head.n = hash(number, 9) % 20000
WHERE number % {batches} = {batch}
GROUP BY number, version
