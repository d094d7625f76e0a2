-- Marks the days of the orders that the reports of ?1 belong to or may decide: a lead and an event their own,
-- a refund its order's, a lead and an older conversion those of the customer's later orders.
, later (customer, at) AS (
  -- One seek a day: a customer whom many share has many orders and few days.
  SELECT stored.customer, stored.occurred_at
  FROM report
  CROSS JOIN conversion AS stored ON stored.kind = report.kind AND stored.key = report.key
  WHERE stored.customer IS NOT NULL
  UNION
  SELECT customer, (
    SELECT min(next.occurred_at) FROM conversion AS next
    WHERE next.customer = later.customer AND next.occurred_at >= (later.at / 86400000 + 1) * 86400000
  )
  FROM later WHERE at IS NOT NULL
)
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT sale.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM (
  SELECT sale.occurred_at FROM report CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = report.order_id
  UNION
  SELECT stored.occurred_at
  FROM report
  CROSS JOIN conversion AS stored ON report.kind IN (3, 5) AND stored.kind = report.kind AND stored.key = report.key
  UNION
  SELECT at FROM later WHERE at IS NOT NULL
  UNION
  SELECT sale.occurred_at FROM report CROSS JOIN conversion AS sale ON report.kind = 3 AND sale.lead_id = report.key
) AS sale
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
