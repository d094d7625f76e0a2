-- At most ?4 dead letters behind id ?3 that hold one of the numbers ?1, or one of the words ?2 (both JSON lists of texts).
SELECT id, queue, reason, body, received_at, replayed_at FROM dead_letter
WHERE id > ?3 AND (
  EXISTS (
    SELECT 1 FROM json_each(?1) AS number
    WHERE instr(body, number.value) > 0 AND ' ' || body || ' ' GLOB '*[^0-9]' || number.value || '[^0-9]*'
  )
  OR EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(lower(body), word.value) > 0)
)
ORDER BY id LIMIT ?4;
