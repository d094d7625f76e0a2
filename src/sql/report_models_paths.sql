-- The paths of conversions of kind ?1 on the days ?2 to ?3 behind (day, key) = (?4, ?5), oldest day first: at most ?6, and a
-- megabyte of text beyond which no further begins. Up to day ?7 also those that come of a lead: a touch counts by its lead's
-- time, however late the order.
SELECT json_group_array(json_array(
  day, key, occurred_at, currency, json_array(gross_minor, refunded_minor),
  json_array(gross_reporting, refunded_reporting), lead_at, json(steps)
)) AS rows
FROM (
  SELECT *, sum(length(steps) + 200) OVER (ORDER BY day, key) AS size
  FROM (
    SELECT * FROM path
    WHERE kind = ?1 AND day BETWEEN ?2 AND max(?3, ?7) AND (day <= ?3 OR lead_at IS NOT NULL)
      AND (day, kind, key) > (?4, ?1, ?5)
    ORDER BY day, kind, key
    LIMIT CAST(?6 AS INTEGER)
  )
)
WHERE size < 1000000;
