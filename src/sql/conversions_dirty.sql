-- Marks the days of the orders that the reports of ?1 belong to: a refund changes its order's day.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT sale.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM json_each(?1) AS report
JOIN conversion AS sale ON sale.kind = 1 AND sale.key = report.value ->> 2
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
