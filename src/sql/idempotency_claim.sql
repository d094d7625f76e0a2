-- Claims key ?1 for the call ?2 at ?3 where it is free: unused, older than ?4, or at work since before ?5.
INSERT INTO idempotency (key, fingerprint, created_at)
VALUES (?1, ?2, CAST(?3 AS INTEGER))
ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, created_at = excluded.created_at
WHERE created_at < ?4 OR status IS NULL AND created_at < ?5;
