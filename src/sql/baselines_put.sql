-- Sets the baselines of ?1, a JSON list of values by column, at ?2 and gives their ids.
INSERT INTO baseline (metric, value_micro, currency, set_at)
SELECT value ->> 0, value ->> 1, value ->> 2, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
RETURNING id;
