-- Alike journeys on the days ?2 to ?3 that came to nothing or to a conversion of kind ?1, behind (path, kind, currency) =
-- (?4, ?5, ?6): at most ?7, and a megabyte of text beyond which no further begins.
SELECT json_group_array(json_array(
  path, kind, currency, journeys, touches, json_array(gross, refunded, in_reporting, back)
)) AS rows
FROM (
  SELECT *, sum(length(path) + 100) OVER (ORDER BY path, kind, currency) AS size
  FROM (
    SELECT
      path, kind, currency, sum(journeys) AS journeys, sum(touches) AS touches, sum(gross_minor) AS gross,
      sum(refunded_minor) AS refunded, sum(gross_reporting) AS in_reporting, sum(refunded_reporting) AS back
    FROM path_total
    WHERE kind IN (0, ?1) AND day BETWEEN ?2 AND ?3 AND (path, kind, currency) > (?4, ?5, ?6)
    GROUP BY path, kind, currency
    ORDER BY path, kind, currency
    LIMIT CAST(?7 AS INTEGER)
  )
)
WHERE size < 1000000;
