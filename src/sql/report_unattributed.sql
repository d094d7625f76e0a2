-- Sales over the days ?1 to ?2 that nothing ties to a creator; per currency.
SELECT json_group_array(json_array(0, currency, 0, 0, 0, orders_none, orders_on_total, gross_minor, refunded_minor)) AS rows
FROM (
  SELECT
    currency, sum(orders_none) AS orders_none, sum(orders_on_total) AS orders_on_total,
    sum(gross_minor) AS gross_minor, sum(refunded_minor) AS refunded_minor
  FROM sale_total
  WHERE scope = 2 AND id = 0 AND day BETWEEN ?1 AND ?2
  GROUP BY currency
);
