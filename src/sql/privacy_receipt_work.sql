-- Notes ?2 as the work that is left of receipt ?1; where nothing is, it ends at ?3.
UPDATE privacy_receipt SET work = ?2, finished_at = iif(?2 IS NULL, CAST(?3 AS INTEGER), NULL)
WHERE id = ?1 AND finished_at IS NULL;
