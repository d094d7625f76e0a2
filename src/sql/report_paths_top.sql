-- The paths of kind ?1 in the days ?2 to ?3 that come most often, at most ?10: [paths there are, journeys that came to nothing, rows].
-- A row is [path, conversions, journeys that came to nothing, [[currency, gross, refunded], ...]]; where ?9 is 1, by net
-- revenue. ?4 and ?5 (JSON lists of steps, or null) name what a path has one of, ?6 what it has none of; ?7 is the
-- reporting currency that money is told in, and ?8 the only currency that is wanted; both may be empty.
WITH alike AS (
  SELECT
    path, CASE WHEN ?7 = '' OR currency = '' THEN currency ELSE ?7 END AS paid,
    sum(CASE WHEN kind = 0 THEN 0 ELSE journeys END) AS converted,
    sum(CASE WHEN kind = 0 THEN journeys ELSE 0 END) AS fruitless,
    sum(CASE WHEN ?7 = '' THEN gross_minor ELSE gross_reporting END) AS gross,
    sum(CASE WHEN ?7 = '' THEN refunded_minor ELSE refunded_reporting END) AS refunded
  FROM path_total
  WHERE kind IN (0, ?1) AND day BETWEEN ?2 AND ?3
    AND (?8 = '' OR kind = 0 OR currency = ?8)
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
  GROUP BY 1, 2
), top AS (
  SELECT
    path, sum(converted) AS converted, sum(fruitless) AS fruitless,
    json_group_array(json_array(paid, gross, refunded)) FILTER (WHERE paid <> '') AS money,
    count(*) OVER () AS paths, sum(sum(fruitless)) OVER () AS fruitless_all
  FROM alike
  GROUP BY path
  ORDER BY CASE WHEN ?9 = 1 THEN sum(gross - refunded) ELSE sum(converted) END DESC, 2 DESC, 3 DESC, path
  LIMIT CAST(?10 AS INTEGER)
)
SELECT json_array(
  coalesce(max(paths), 0), coalesce(max(fruitless_all), 0),
  json_group_array(json_array(path, converted, fruitless, json(money)))
) AS rows FROM top;
