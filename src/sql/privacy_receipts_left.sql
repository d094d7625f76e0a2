-- At most ?1 receipts with work left.
SELECT id, work FROM privacy_receipt WHERE finished_at IS NULL ORDER BY id LIMIT ?1;
