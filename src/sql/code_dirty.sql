-- Marks the days of the orders that carried code ?1: whose they are may have changed.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT sale.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM order_code AS used CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = used.order_id
WHERE used.code = ?1
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
