-- At most ?4 live links whose check is due at ?1: at most ?2 that fail, then of the ?3 that wait longest, by the day that they were due, those clicked on reporting day ?5 or the two before it first.
WITH failing AS (
  SELECT link, due_at FROM link_check WHERE ok = 0 AND due_at <= ?1 ORDER BY due_at LIMIT ?2
),
waiting AS (
  SELECT link, due_at FROM link_check WHERE due_at <= ?1 ORDER BY due_at LIMIT ?3
),
due AS (
  SELECT link, due_at, 0 AS turn FROM failing
  UNION ALL
  SELECT link, due_at, 1 FROM waiting WHERE link NOT IN (SELECT link FROM failing)
)
SELECT link.*
FROM due
CROSS JOIN link ON link.id = due.link
ORDER BY due.turn, due.due_at / 86400000, NOT EXISTS (
  SELECT 1 FROM visit_total AS total
  WHERE total.scope = 3 AND total.day IN (?5, ?5 - 1, ?5 - 2) AND total.id = due.link AND total.clicks > 0
), due.due_at, due.link
LIMIT ?4;
