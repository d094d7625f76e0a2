-- Marks the days of the sales that turn out to be an order of ?1 by another name.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT stored.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM report
CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
