-- Forgets at most ?2 dead letters that came before ?1.
DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE received_at < ?1 ORDER BY id LIMIT ?2);
