-- Forgets the oldest ?2 deliveries that came before ?1.
DELETE FROM delivery
WHERE received_at < ?1 AND id <= (SELECT id FROM delivery ORDER BY id LIMIT 1) + ?2 - 1;
