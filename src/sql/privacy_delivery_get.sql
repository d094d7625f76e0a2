-- The deliveries of ?1, a JSON list of ids.
SELECT delivery.* FROM json_each(?1) AS wanted CROSS JOIN delivery ON delivery.id = wanted.value;
