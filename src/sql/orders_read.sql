-- A chunk of the orders in [?1, ?2) behind (occurred_at, order_id) = (?3, ?4), at most ?5, each with what decides its credit.
-- The index is entered where the last chunk ended: a row that is passed over costs a look into the table.
WITH sale AS (
  SELECT * FROM conversion INDEXED BY conversion_sale_time
  WHERE kind = 1 AND occurred_at >= max(?1, ?3) AND occurred_at < ?2 AND (occurred_at, key) > (?3, ?4)
  ORDER BY occurred_at, kind, key
  LIMIT ?5
)
