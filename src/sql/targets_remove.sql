-- Notes at ?2 that target ?1 stands no more.
UPDATE target SET superseded_at = ?2 WHERE id = ?1 AND superseded_at IS NULL;
