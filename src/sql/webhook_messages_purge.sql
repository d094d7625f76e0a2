-- Forgets ?2 messages at most that were delivered before ?1.
DELETE FROM webhook_message WHERE id IN (
  SELECT id FROM webhook_message WHERE state = 'delivered' AND delivered_at < ?1 ORDER BY delivered_at LIMIT ?2
);
