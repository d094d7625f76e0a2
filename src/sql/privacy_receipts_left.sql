-- At most ?1 receipts with work left, first those that were tried longest ago.
SELECT id, work FROM privacy_receipt INDEXED BY privacy_receipt_open
WHERE finished_at IS NULL ORDER BY tried_at, id LIMIT ?1;
