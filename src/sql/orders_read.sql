-- A chunk of the orders in [?1, ?2) behind (occurred_at, order_id) = (?3, ?4), at most ?5, each with what decides its credit.
-- A code's owner is whoever held it at the order's time; refunds in another currency than the order's change nothing.
-- Refunds are summed in two groups, with and without their goods stated, so that a cell stays small.
SELECT json_group_array(json_object(
  'order_id', key, 'occurred_at', occurred_at, 'currency', currency,
  'amount', json_object('total', total_minor, 'tax', tax_minor, 'shipping', shipping_minor),
  'clicks', json(clicks),
  'code_owner', (
    SELECT code.creator_id FROM code
    WHERE code.code = (SELECT used.code FROM order_code AS used WHERE used.order_id = sale.key LIMIT 1)
      AND (code.valid_from IS NULL OR code.valid_from <= sale.occurred_at)
      AND (code.valid_until IS NULL OR sale.occurred_at < code.valid_until)
    ORDER BY code.id
    LIMIT 1
  ),
  'refunds', (
    SELECT json_group_array(json_object('total', total, 'tax', tax, 'shipping', shipping))
    FROM (
      SELECT
        sum(total_minor) AS total, CASE WHEN stated THEN sum(tax_minor) END AS tax,
        CASE WHEN stated THEN sum(shipping_minor) END AS shipping
      FROM (
        SELECT total_minor, tax_minor, shipping_minor, tax_minor IS NOT NULL AND shipping_minor IS NOT NULL AS stated
        FROM conversion AS refund
        WHERE refund.kind = 2 AND refund.order_id = sale.key AND refund.currency = sale.currency
      )
      GROUP BY stated
    )
  ),
  'refund_count', (
    SELECT count(*) FROM conversion AS refund
    WHERE refund.kind = 2 AND refund.order_id = sale.key AND refund.currency = sale.currency
  )
)) AS rows
FROM (
  SELECT key, occurred_at, currency, total_minor, tax_minor, shipping_minor, clicks
  FROM conversion INDEXED BY conversion_sale_time
  WHERE kind = 1 AND occurred_at >= ?1 AND occurred_at < ?2 AND (occurred_at, key) > (?3, ?4)
  ORDER BY occurred_at, key
  LIMIT ?5
) AS sale;
