-- Sales of each creator from day ?1 to ?2 by the time since the click that decided: all, those in a stretch below ?3, those in
-- ?4 or above.
SELECT json_group_array(json_array(creator, sales, fast, slow)) AS rows
FROM (
  SELECT
    creator, sum(last) AS sales, sum(CASE WHEN bin < ?3 THEN last ELSE 0 END) AS fast,
    sum(CASE WHEN bin >= ?4 THEN last ELSE 0 END) AS slow
  FROM lag_total
  WHERE kind = 1 AND day BETWEEN ?1 AND ?2 AND creator <> 0
  GROUP BY creator
  HAVING sales > 0
);
