-- Notes which click ids the reports of ?1 came with, so that one click in many orders is seen.
INSERT OR IGNORE INTO click_use (at, nonce, kind, key, visitor)
SELECT click.value ->> 1, click.value ->> 2, report.kind, report.key, click.value ->> 3
FROM report
CROSS JOIN conversion AS stored ON stored.kind = report.kind AND stored.key = report.key
CROSS JOIN json_each(report.body, '$.touches') AS click
WHERE click.value ->> 0 <> 0 AND stored.last_digest = report.body ->> 'digest' AND stored.erased_at IS NULL;
