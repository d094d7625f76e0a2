-- Notes at ?2 that baseline ?1 stands no more.
UPDATE baseline SET superseded_at = ?2 WHERE id = ?1 AND superseded_at IS NULL;
