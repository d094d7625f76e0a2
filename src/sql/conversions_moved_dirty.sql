-- Marks the days of what the reports of ?1 are about to move: orders that turn out to be another's, what is replaced, and
-- the later orders of a customer who is replaced with it.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT moved.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM (
  SELECT stored.occurred_at
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
  UNION
  SELECT sale.occurred_at
  FROM met
  CROSS JOIN conversion AS stored ON stored.kind = met.kind AND stored.key = met.key
  CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = stored.order_id
  WHERE met.newer
  UNION
  SELECT later.occurred_at
  FROM met
  CROSS JOIN conversion AS stored ON stored.kind = met.kind AND stored.key = met.key
  CROSS JOIN conversion AS later ON later.customer = stored.customer AND later.occurred_at >= stored.occurred_at
  WHERE met.newer AND later.kind = 1 AND stored.customer IS NOT met.body ->> 'customer'
) AS moved
WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
