-- At most ?3 dead letters behind id ?2 that hold one of the numbers ?1, a JSON list of texts.
SELECT id, queue, reason, body, received_at, replayed_at FROM dead_letter
WHERE id > ?2 AND EXISTS (SELECT 1 FROM json_each(?1) AS number WHERE instr(dead_letter.body, number.value) > 0)
ORDER BY id LIMIT ?3;
