-- Gives an order of ?1 the evidence of the sales that turn out to be it by another name.
UPDATE conversion SET
  version = version + 1,
  changed_at = (SELECT max(report.body ->> 'received_at') FROM report),
  clicks = iif(erased_at IS NOT NULL, clicks, (
    SELECT json_group_array(json(value))
    FROM (
      SELECT value FROM json_each(conversion.clicks)
      UNION
      SELECT click.value
      FROM order_alias AS alias
      CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
      CROSS JOIN json_each(stored.clicks) AS click
      WHERE alias.order_id = conversion.key
        AND (stored.rank > 1 OR conversion.rank = 1 OR length(stored.key) >= 12 AND conversion.clicks = '[]')
      LIMIT 100
    )
  )),
  customer = iif(erased_at IS NOT NULL, NULL, coalesce(customer, (
    SELECT stored.customer
    FROM order_alias AS alias
    CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
    WHERE alias.order_id = conversion.key AND stored.customer IS NOT NULL AND (stored.rank > 1 OR conversion.rank = 1)
    LIMIT 1
  )))
WHERE kind = 1 AND key IN (
  SELECT alias.order_id
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
);
