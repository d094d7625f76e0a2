-- Stores the rates of ?1, a JSON list of values by column, at ?2 in place of those of the same currency and day, and gives
-- their ids.
INSERT INTO rate (currency, day, rate_e9, source, updated_at)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
ON CONFLICT (currency, day) DO UPDATE SET
  rate_e9 = excluded.rate_e9, source = excluded.source, updated_at = excluded.updated_at
RETURNING id;
