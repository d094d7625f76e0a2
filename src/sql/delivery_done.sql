-- Notes what became of delivery ?1, or of the newest one with nonce ?2 where ?1 is null.
UPDATE delivery SET topic = ?3, status = ?4, outcome = ?5, reason = ?6, errors = ?7, items = ?8
WHERE id = coalesce(?1, (SELECT id FROM delivery WHERE nonce = ?2 ORDER BY id DESC LIMIT 1));
