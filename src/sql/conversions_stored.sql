-- What is stored under the keys of ?1: kind, key, digest, and its standing: 0 the order is unknown, 1 well,
-- 2 this sale and a refund of it are in two currencies.
SELECT json_group_array(json_array(kind, key, digest, standing)) AS rows
FROM (
  SELECT DISTINCT stored.kind, stored.key, stored.digest, CASE
    WHEN NOT EXISTS (SELECT 1 FROM conversion AS sale WHERE sale.kind = 1 AND sale.key = stored.order_id) THEN 0
    WHEN stored.kind = 1 AND EXISTS (
      SELECT 1 FROM conversion AS refund
      WHERE refund.kind = 2 AND refund.order_id = stored.key AND refund.currency <> stored.currency
    ) THEN 2
    WHEN stored.kind = 2 AND EXISTS (
      SELECT 1 FROM conversion AS sale
      WHERE sale.kind = 1 AND sale.key = stored.order_id AND sale.currency <> stored.currency
    ) THEN 2
    ELSE 1
  END AS standing
  FROM json_each(?1) AS report
  JOIN conversion AS stored ON stored.kind = report.value ->> 0 AND stored.key = report.value ->> 1
);
