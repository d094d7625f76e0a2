-- The deliveries of ?1, a JSON list of ids, and how their sources write.
SELECT came.id, came.source, came.topic, came.received_at, came.items, came.body, source.kind, source.order_field
FROM json_each(?1) AS wanted
CROSS JOIN delivery AS came ON came.id = wanted.value
LEFT JOIN source ON source.id = came.source;
