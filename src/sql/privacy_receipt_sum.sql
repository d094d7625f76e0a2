-- Says in receipt ?1 that ?3 rows of table ?2 were changed in all.
UPDATE privacy_receipt SET rows = json_set(rows, '$.' || ?2, CAST(?3 AS INTEGER)) WHERE id = ?1 AND ?3 > 0;
