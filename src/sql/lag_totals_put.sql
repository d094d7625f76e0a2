-- Stores the lags of kind ?1 and day ?2 from ?3 and writes only those that changed.
INSERT INTO lag_total (
  kind, day, creator, bin, first, last
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2, value ->> 3
FROM json_each(?3)
WHERE true
ON CONFLICT (kind, day, creator, bin) DO UPDATE SET
  first = excluded.first, last = excluded.last
WHERE (
  first, last
) IS NOT (
  excluded.first, excluded.last
);
