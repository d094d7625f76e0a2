-- Adds ?3 rows of table ?2 to receipt ?1.
UPDATE privacy_receipt SET rows = json_set(rows, '$.' || ?2, coalesce(rows ->> ('$.' || ?2), 0) + CAST(?3 AS INTEGER))
WHERE id = ?1;
