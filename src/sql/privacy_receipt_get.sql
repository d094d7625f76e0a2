-- One receipt.
SELECT id, subject, named_by, reason, asked_at, finished_at, rows FROM privacy_receipt WHERE id = ?1;
