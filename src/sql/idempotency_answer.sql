-- Keeps the answer under key ?1: status ?2, body ?3.
UPDATE idempotency SET status = CAST(?2 AS INTEGER), body = ?3 WHERE key = ?1;
