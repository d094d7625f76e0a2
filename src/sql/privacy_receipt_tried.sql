-- Notes that a night goes on with receipt ?1 at ?2.
UPDATE privacy_receipt SET tried_at = CAST(?2 AS INTEGER) WHERE id = ?1;
