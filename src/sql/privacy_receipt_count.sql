-- Adds to receipt ?1 under table ?2 how many rows the statement before this one has changed.
UPDATE privacy_receipt SET rows = json_set(rows, '$.' || ?2, coalesce(rows ->> ('$.' || ?2), 0) + changes())
WHERE id = ?1 AND changes() > 0;
