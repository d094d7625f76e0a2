-- At most ?2 receipts behind id ?1.
SELECT id, subject, named_by, reason, asked_at, finished_at, rows FROM privacy_receipt WHERE id > ?1 ORDER BY id LIMIT ?2;
