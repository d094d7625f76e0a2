-- Erases an order of ?1 whole, and its answers, where a sale that turns out to be it was erased: one person's order is one.
, erased AS MATERIALIZED (
  SELECT alias.order_id
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key IN (alias.name, alias.order_id)
  WHERE stored.erased_at IS NOT NULL
)
UPDATE conversion SET
  customer = NULL, erased_at = (SELECT max(report.body ->> 'received_at') FROM report),
  lead_id = iif(lead_id GLOB 'erased:*', lead_id, NULL),
  touches = (
    SELECT json_group_array(json(iif(
      touch.value ->> 0 = 0, touch.value, json_array(touch.value ->> 0, touch.value ->> 1, 0, 0)
    )))
    FROM json_each(conversion.touches) AS touch
  ),
  detail = (
    SELECT json_group_object(said.key, json(conversion.detail -> said.key))
    FROM json_each(conversion.detail) AS said
    WHERE said.key IN ('renewal', 'new_customer', 'full', 'creator_id', 'option', 'name', 'referrer')
  )
WHERE kind IN (1, 4) AND key IN (
  SELECT order_id FROM erased
  UNION
  SELECT answer.key FROM erased
  CROSS JOIN conversion AS answer ON answer.kind = 4 AND answer.order_id = erased.order_id
) AND +order_id IN (SELECT order_id FROM erased) AND erased_at IS NULL;
