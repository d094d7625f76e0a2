-- Keeps the reports of ?1 whose key holds another report, once each.
INSERT OR IGNORE INTO conversion_conflict (kind, key, digest, report, received_at)
SELECT report.value ->> 0, report.value ->> 1, report.value ->> 12, report.value, report.value ->> 4
FROM json_each(?1) AS report
JOIN conversion AS stored ON stored.kind = report.value ->> 0 AND stored.key = report.value ->> 1
WHERE stored.digest <> report.value ->> 12;
