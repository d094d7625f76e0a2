-- Puts post ?1 away at ?2; the first time counts.
UPDATE post SET archived_at = ?2, updated_at = ?2, version = version + 1 WHERE id = ?1 AND archived_at IS NULL;
