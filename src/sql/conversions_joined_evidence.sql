-- Gives an order of ?1 the evidence of the sales that turn out to be it by another name.
UPDATE conversion SET
  version = version + 1,
  changed_at = (SELECT max(report.body ->> 'received_at') FROM report),
  touches = iif(erased_at IS NOT NULL, touches, (
    SELECT json_group_array(json(value))
    FROM (
      SELECT value
      FROM (
        SELECT value FROM json_each(conversion.touches)
        UNION
        SELECT touch.value
        FROM order_alias AS alias
        CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
        CROSS JOIN json_each(stored.touches) AS touch
        WHERE alias.order_id = conversion.key AND (
          stored.rank > 1 OR conversion.rank = 1 OR touch.value ->> 0 = 0 OR length(stored.key) >= 12 AND NOT EXISTS (
            SELECT 1 FROM json_each(conversion.touches) AS click WHERE click.value ->> 0 <> 0
          )
        )
      )
      ORDER BY value ->> 0 = 0, value ->> 1 DESC
      LIMIT 50
    )
  )),
  customer = iif(erased_at IS NOT NULL, NULL, coalesce(customer, (
    SELECT stored.customer
    FROM order_alias AS alias
    CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
    WHERE alias.order_id = conversion.key AND stored.customer IS NOT NULL AND (stored.rank > 1 OR conversion.rank = 1)
    LIMIT 1
  ))),
  visitor = iif(erased_at IS NOT NULL, 0, coalesce(nullif(visitor, 0), (
    SELECT stored.visitor
    FROM order_alias AS alias
    CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
    WHERE alias.order_id = conversion.key AND stored.visitor <> 0
    LIMIT 1
  ), 0))
WHERE kind = 1 AND key IN (
  SELECT alias.order_id
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
);
