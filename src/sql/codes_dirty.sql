-- Marks the days of the orders that carried a code of ?1, a JSON list of [first, last]: whose they are may have changed.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT sale.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM json_each(?1) AS reach
CROSS JOIN order_code ON order_code.code BETWEEN reach.value ->> 0 AND reach.value ->> 1
CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = order_code.order_id
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
