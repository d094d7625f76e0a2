-- At most ?2 dead letters behind id ?1, the start of each body.
SELECT id, queue, reason, substr(body, 1, 500) AS body, received_at, replayed_at FROM dead_letter
WHERE id > ?1 ORDER BY id LIMIT ?2;
