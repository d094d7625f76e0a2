-- Forgets what did not stand beside the conversions of ?1, a JSON list of [kind, key].
DELETE FROM conversion_report WHERE (kind, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1));
