-- Disables webhook ?1, whose receiver said at ?2 that it is gone.
UPDATE webhook SET enabled = 0, gone_at = ?2, updated_at = ?2, version = version + 1 WHERE id = ?1 AND enabled = 1;
