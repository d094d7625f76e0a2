-- At most ?1 receipts with work left.
SELECT id, work FROM privacy_receipt INDEXED BY privacy_receipt_open WHERE finished_at IS NULL LIMIT ?1;
