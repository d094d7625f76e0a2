-- Opens a receipt for subject ?1, named by ?2, with reason ?3, at ?4 with work ?5, unless one is open; gives the open one.
INSERT INTO privacy_receipt (subject, named_by, reason, asked_at, work, rows)
VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER), ?5, '{}')
ON CONFLICT (subject) WHERE finished_at IS NULL DO UPDATE SET reason = coalesce(excluded.reason, reason)
RETURNING id, work;
