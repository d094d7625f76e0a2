-- Makes message ?1 due at ?2 as if it had never been tried.
UPDATE webhook_message SET state = 'pending', attempts = 0, next_at = ?2, delivered_at = NULL WHERE id = ?1
RETURNING *;
