-- Claims message ?1 until ?3 where it is due at ?2 and nobody else is at it; gives it.
UPDATE webhook_message SET next_at = ?3 WHERE id = ?1 AND state = 'pending' AND next_at <= ?2
RETURNING id, webhook_id, event, kind, key, facts, created_at, attempts;
