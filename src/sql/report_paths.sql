-- A chunk of the paths of kind ?1 in the days ?2 to ?3 behind (day, path, currency) = (?9, ?10, ?11), at most ?12 rows of the table: [last, paths].
-- `last` is where the chunk ends, null where there is nothing more; `paths` are [path, currency, journeys, touches, gross,
-- refunded], alike ones added up. ?4 and ?5 (JSON lists of steps, or null) name what a path has one of, ?6 what it has none
-- of; ?7 is the reporting currency that money is told in, and ?8 the only currency that is wanted; both may be empty.
-- A chunk ends before its texts come near the 2 MB that a value may have.
WITH found AS (
  SELECT
    day, path, currency, journeys, touches,
    CASE WHEN ?7 = '' THEN gross_minor ELSE gross_reporting END AS gross,
    CASE WHEN ?7 = '' THEN refunded_minor ELSE refunded_reporting END AS refunded
  FROM path_total
  WHERE kind = ?1 AND day >= max(?2, ?9) AND day <= ?3 AND (day, path, currency) > (?9, ?10, ?11)
    AND (?8 = '' OR currency = ?8)
    AND (?4 IS NULL OR EXISTS (
      SELECT 1 FROM json_each(?4) AS step
      WHERE instr(' > ' || path_total.path || ' > ', ' > ' || step.value || ' > ') > 0
    ))
    AND (?5 IS NULL OR EXISTS (
      SELECT 1 FROM json_each(?5) AS step
      WHERE instr(' > ' || path_total.path || ' > ', ' > ' || step.value || ' > ') > 0
    ))
    AND (?6 IS NULL OR NOT EXISTS (
      SELECT 1 FROM json_each(?6) AS step
      WHERE instr(' > ' || path_total.path || ' > ', ' > ' || step.value || ' > ') > 0
    ))
  ORDER BY day, path, currency
  LIMIT CAST(?12 AS INTEGER)
), chunk AS MATERIALIZED (
  SELECT * FROM (
    SELECT *, sum(length(CAST(path AS BLOB)) + 80) OVER (ORDER BY day, path, currency ROWS UNBOUNDED PRECEDING) AS size
    FROM found
  )
  WHERE size < 1500000
)
SELECT json_array(
  json((SELECT json_array(day, path, currency) FROM chunk ORDER BY day DESC, path DESC, currency DESC LIMIT 1)),
  json((
    SELECT json_group_array(json_array(path, currency, journeys, touches, gross, refunded))
    FROM (
      SELECT
        path, CASE WHEN ?7 = '' OR currency = '' THEN currency ELSE ?7 END AS currency, sum(journeys) AS journeys,
        sum(touches) AS touches, sum(gross) AS gross, sum(refunded) AS refunded
      FROM chunk
      GROUP BY 1, 2
    )
  ))
) AS rows;
