-- Marks the days with conversions in the currencies of ?1, a JSON list of [currency, day, ...], whose rate these may be: a rate's
-- own day and the week behind it, up to the next rate.
WITH touched AS (
  SELECT DISTINCT own.value ->> 1 + ahead.value AS day
  FROM json_each(?1) AS own
  CROSS JOIN json_each('[0, 1, 2, 3, 4, 5, 6, 7]') AS ahead
  WHERE NOT EXISTS (
    SELECT 1 FROM rate AS later
    WHERE later.currency = own.value ->> 0 AND later.day > own.value ->> 1 AND later.day <= own.value ->> 1 + ahead.value
  )
),
named AS MATERIALIZED (SELECT DISTINCT value ->> 0 AS currency FROM json_each(?1))
INSERT INTO dirty_day (day, generation, claimed)
SELECT day, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM touched
WHERE EXISTS (
  SELECT 1 FROM conversion
  WHERE kind = 1 AND occurred_at >= touched.day * 86400000 AND occurred_at < (touched.day + 1) * 86400000
    AND currency IN (SELECT currency FROM named)
) OR EXISTS (
  SELECT 1 FROM conversion
  WHERE kind IN (3, 5) AND occurred_at >= touched.day * 86400000 AND occurred_at < (touched.day + 1) * 86400000
    AND currency IN (SELECT currency FROM named)
)
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
