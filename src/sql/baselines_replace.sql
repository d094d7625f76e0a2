-- Notes at ?2 that the baselines of ?1, a JSON list of values by column, replace those of the same metric.
UPDATE baseline SET superseded_at = ?2
FROM json_each(?1) AS row
WHERE baseline.superseded_at IS NULL AND baseline.metric = row.value ->> 0;
