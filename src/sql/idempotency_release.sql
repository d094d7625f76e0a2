-- Gives key ?1 back, if nothing was answered under it.
DELETE FROM idempotency WHERE key = ?1 AND status IS NULL;
