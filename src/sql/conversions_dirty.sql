-- Marks the days of the orders that the reports of ?1 belong to or may decide: a refund changes its order's day, a lead
-- and an older conversion those of the customer's later orders.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT sale.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM (
  SELECT sale.occurred_at FROM report CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = report.order_id
  UNION
  SELECT later.occurred_at
  FROM report
  CROSS JOIN conversion AS stored ON stored.kind = report.kind AND stored.key = report.key
  CROSS JOIN conversion AS later ON later.customer = stored.customer AND later.occurred_at >= stored.occurred_at
  WHERE later.kind = 1
  UNION
  SELECT sale.occurred_at FROM report CROSS JOIN conversion AS sale ON report.kind = 3 AND sale.lead_id = report.key
) AS sale
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
