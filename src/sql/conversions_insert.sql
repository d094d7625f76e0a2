-- Stores the reports of ?1 whose key is free and gives those keys; a refund in another currency than its order is left out.
INSERT OR IGNORE INTO conversion (
  kind, key, order_id, occurred_at, received_at, currency, total_minor, tax_minor, shipping_minor,
  clicks, code, customer, digest, notes
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
  value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13
FROM json_each(?1)
WHERE value ->> 0 = 1 OR NOT EXISTS (
  SELECT 1 FROM conversion AS sale
  WHERE sale.kind = 1 AND sale.key = value ->> 2 AND sale.currency <> value ->> 5
)
ORDER BY json_each.key
RETURNING kind, key;
