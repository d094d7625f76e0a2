-- Forgets ?2 messages at most that were delivered, or given up, before ?1.
DELETE FROM webhook_message WHERE id IN (
  SELECT id FROM webhook_message WHERE state <> 'pending' AND next_at < ?1 ORDER BY next_at LIMIT ?2
);
