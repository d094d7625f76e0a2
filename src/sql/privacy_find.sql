-- What is known of somebody who is named by order ?1, customer ?2, click (?3, ?4) or visitor ?5: conversions, at most ?6 by each name and those that belong to them.
WITH met (kind, key) AS MATERIALIZED (
  SELECT kind, key FROM conversion
  WHERE kind = 1 AND key = coalesce((SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = ?1), ?1)
  UNION
  SELECT kind, key FROM (SELECT kind, key FROM conversion WHERE customer = ?2 LIMIT ?6)
  UNION
  SELECT kind, key FROM (SELECT kind, key FROM conversion WHERE visitor = ?5 AND visitor <> 0 LIMIT ?6)
  UNION
  SELECT used.kind, coalesce(alias.order_id, used.key)
  FROM (
    SELECT kind, key FROM (SELECT kind, key FROM click_use WHERE at = ?3 AND nonce = ?4 LIMIT ?6)
    UNION
    SELECT kind, key FROM (SELECT kind, key FROM click_use WHERE visitor = ?5 AND visitor <> 0 LIMIT ?6)
  ) AS used
  LEFT JOIN order_alias AS alias ON used.kind = 1 AND alias.name = used.key
),
-- A lead that only a browser says an order came from may be another's.
sale AS MATERIALIZED (
  SELECT sale.key, iif(sale.rank > 1, sale.lead_id, NULL) AS lead_id
  FROM met CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = met.key
  WHERE met.kind = 1
  UNION
  SELECT sale.key, sale.lead_id
  FROM met CROSS JOIN conversion AS sale ON sale.lead_id = met.key AND sale.rank > 1
  WHERE met.kind = 3
),
named (order_id) AS MATERIALIZED (
  SELECT key FROM sale
  UNION
  SELECT ?1 WHERE ?1 IS NOT NULL
),
belongs (kind, key) AS MATERIALIZED (
  SELECT kind, key FROM met
  UNION
  SELECT 1, key FROM sale
  UNION
  SELECT 3, lead_id FROM sale WHERE lead_id IS NOT NULL
  UNION
  SELECT 2, refund.key FROM named CROSS JOIN conversion AS refund ON refund.kind = 2 AND refund.order_id = named.order_id
  UNION
  SELECT 4, answer.key FROM named CROSS JOIN conversion AS answer ON answer.kind = 4 AND answer.order_id = named.order_id
)
SELECT stored.kind, stored.key, stored.source, stored.order_id, stored.lead_id, stored.touches, stored.erased_at,
  stored.visitor
FROM belongs CROSS JOIN conversion AS stored ON stored.kind = belongs.kind AND stored.key = belongs.key;
