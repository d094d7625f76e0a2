-- Sales over the days ?1 to ?2 that are no row's: scope 2 nothing ties to a creator, scope 4 are unverified; per currency.
SELECT json_group_array(json_array(
  scope, currency, 0, 0, 0, orders_none, orders_on_total, gross_minor, refunded_minor, 0, new_customers
)) AS rows
FROM (
  SELECT
    scope, currency, sum(orders_none) AS orders_none, sum(orders_on_total) AS orders_on_total,
    sum(gross_minor) AS gross_minor, sum(refunded_minor) AS refunded_minor, sum(new_customers) AS new_customers
  FROM sale_total
  WHERE scope IN (2, 4) AND id = 0 AND day BETWEEN ?1 AND ?2
  GROUP BY scope, currency
);
