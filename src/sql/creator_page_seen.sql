-- Notes that a creator's page ?1 was opened at ?2, once an hour.
UPDATE creator_page SET seen_at = ?2 WHERE id = ?1 AND coalesce(seen_at, 0) < ?2 - 3600000;
