-- A chunk of the orders in [?1, ?2) behind (occurred_at, order_id) = (?3, ?4), at most ?5, each with what decides its credit.
WITH RECURSIVE sale AS (
  SELECT * FROM conversion INDEXED BY conversion_sale_time
  WHERE kind = 1 AND occurred_at >= ?1 AND occurred_at < ?2 AND (occurred_at, key) > (?3, ?4)
  ORDER BY occurred_at, kind, key
  LIMIT ?5
)
