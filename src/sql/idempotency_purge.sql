-- Forgets the answers from before ?1.
DELETE FROM idempotency WHERE created_at < ?1;
