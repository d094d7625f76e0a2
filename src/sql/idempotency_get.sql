-- What is known under key ?1.
SELECT fingerprint, status, body, created_at FROM idempotency WHERE key = ?1;
