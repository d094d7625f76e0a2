-- Stores the sale totals of scope ?1 and day ?2 from ?3 and writes only those that changed.
INSERT INTO sale_total (
  scope, day, id, currency, orders_link, orders_code, orders_both, orders_none, orders_on_total,
  refunds, gross_minor, refunded_minor, orders_survey, new_customers
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
  value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11
FROM json_each(?3)
WHERE true
ON CONFLICT (scope, day, id, currency) DO UPDATE SET
  orders_link = excluded.orders_link, orders_code = excluded.orders_code, orders_both = excluded.orders_both,
  orders_none = excluded.orders_none, orders_on_total = excluded.orders_on_total, refunds = excluded.refunds,
  gross_minor = excluded.gross_minor, refunded_minor = excluded.refunded_minor,
  orders_survey = excluded.orders_survey, new_customers = excluded.new_customers
WHERE (
  orders_link, orders_code, orders_both, orders_none, orders_on_total, refunds, gross_minor, refunded_minor,
  orders_survey, new_customers
) IS NOT (
  excluded.orders_link, excluded.orders_code, excluded.orders_both, excluded.orders_none,
  excluded.orders_on_total, excluded.refunds, excluded.gross_minor, excluded.refunded_minor,
  excluded.orders_survey, excluded.new_customers
);
