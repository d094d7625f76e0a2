-- Attributed sales of scope ?1 over the days ?2 to ?3, by day where ?4 is 1, else by id; per currency.
SELECT json_group_array(json_array(
  row, currency, orders_link, orders_code, orders_both, orders_none, orders_on_total, gross_minor, refunded_minor,
  orders_survey, new_customers
)) AS rows
FROM (
  SELECT
    CASE WHEN ?4 = 1 THEN day ELSE id END AS row, currency,
    sum(orders_link) AS orders_link, sum(orders_code) AS orders_code, sum(orders_both) AS orders_both,
    sum(orders_none) AS orders_none, sum(orders_on_total) AS orders_on_total,
    sum(gross_minor) AS gross_minor, sum(refunded_minor) AS refunded_minor,
    sum(orders_survey) AS orders_survey, sum(new_customers) AS new_customers
  FROM sale_total
  WHERE scope = ?1 AND day BETWEEN ?2 AND ?3 AND (scope <> 2 OR id <> 0)
  GROUP BY 1, 2
);
