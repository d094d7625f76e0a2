-- Sets the targets of ?1, a JSON list of values by column, at ?2 and gives their ids.
INSERT INTO target (creator_id, campaign_id, metric, value_micro, currency, from_day, to_day, set_at)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
RETURNING id;
