-- One dead letter, whole.
SELECT id, queue, reason, body, received_at, replayed_at FROM dead_letter WHERE id = ?1;
