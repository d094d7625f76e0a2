-- Orders by code and day before ?2, told by more than a browser: [code, day, whether from ?1 on, coupon site, orders, with a click of the owner].
-- ?3 is where the days before the range begin, ?4 how many milliseconds a day begins before its UTC day, ?5 a JSON list of
-- coupon sites. An order's code is the one that owns it at the order's time: spelled out before a pattern, and a longer
-- pattern before a shorter one.
SELECT json_group_array(json_array(held, day, inside, site, orders, clicked)) AS rows
FROM (
  SELECT
    held, (occurred_at + CAST(?4 AS INTEGER)) / 86400000 AS day, occurred_at >= ?1 AS inside,
    (
      SELECT site.value FROM json_each(?5) AS site
      WHERE referrer = site.value OR substr(referrer, -1 - length(site.value)) = '.' || site.value
    ) AS site,
    count(*) AS orders,
    sum(EXISTS (
      SELECT 1
      FROM json_each(touches) AS click
      JOIN link ON link.id = click.value ->> 0
      JOIN code AS owned ON owned.id = held AND owned.creator_id = link.creator_id
    ) OR EXISTS ( -- a click of the same visitor that came with no order, as last counted
      SELECT 1
      FROM path
      JOIN json_each(path.steps) AS step ON step.value ->> 0 = 1
      JOIN code AS owned ON owned.id = held AND owned.creator_id = step.value ->> 3
      WHERE path.kind = 1 AND path.key = sold.key
    )) AS clicked
  FROM (
    SELECT DISTINCT sale.key, sale.occurred_at, sale.touches, sale.detail ->> 'referrer' AS referrer, coalesce(
      (
        SELECT code.id FROM code
        WHERE code.code = order_code.code
          AND (code.valid_from IS NULL OR code.valid_from <= sale.occurred_at)
          AND (code.valid_until IS NULL OR sale.occurred_at < code.valid_until)
        ORDER BY code.id
        LIMIT 1
      ),
      (
        SELECT code.id FROM code
        WHERE code.prefix IS NOT NULL AND code.prefix BETWEEN substr(order_code.code, 1, 3) AND order_code.code
          AND substr(order_code.code, 1, length(code.prefix)) = code.prefix
          AND (code.valid_from IS NULL OR code.valid_from <= sale.occurred_at)
          AND (code.valid_until IS NULL OR sale.occurred_at < code.valid_until)
        ORDER BY code.prefix DESC
        LIMIT 1
      )
    ) AS held
    FROM conversion AS sale INDEXED BY conversion_sale_time
    JOIN order_code ON order_code.order_id = sale.key AND order_code.verified = 1
    WHERE sale.kind = 1 AND sale.occurred_at >= ?3 AND sale.occurred_at < ?2 AND sale.rank > 1
  ) AS sold
  WHERE held IS NOT NULL
  GROUP BY 1, 2, 3, 4
);
