-- At most ?2 messages that are due at ?1, the longest waiting first; ids only.
SELECT id FROM webhook_message WHERE state = 'pending' AND next_at <= ?1 ORDER BY next_at LIMIT ?2;
