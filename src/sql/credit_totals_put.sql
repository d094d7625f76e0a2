-- Stores the credit totals of kind ?1 and day ?2 from ?3 and writes only those that changed.
INSERT INTO credit_total (
  kind, day, creator, campaign, link, code, channel, model, touched, currency, credit_micro, net_micro, new_micro,
  orders, orders_link, orders_code, orders_both, orders_survey, on_total, converting, unrated, refunds,
  gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2,
  value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10,
  value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15, value ->> 16, value ->> 17, value ->> 18,
  value ->> 19, value ->> 20, value ->> 21, value ->> 22, value ->> 23,
  value ->> 24
FROM json_each(?3)
WHERE true
ON CONFLICT (kind, model, day, touched, creator, campaign, link, code, channel, currency) DO UPDATE SET
  credit_micro = excluded.credit_micro, net_micro = excluded.net_micro, new_micro = excluded.new_micro,
  orders = excluded.orders, orders_link = excluded.orders_link, orders_code = excluded.orders_code,
  orders_both = excluded.orders_both, orders_survey = excluded.orders_survey, on_total = excluded.on_total,
  converting = excluded.converting, unrated = excluded.unrated, refunds = excluded.refunds,
  gross_minor = excluded.gross_minor, refunded_minor = excluded.refunded_minor,
  gross_reporting = excluded.gross_reporting, refunded_reporting = excluded.refunded_reporting,
  squares = excluded.squares
WHERE (
  credit_micro, net_micro, new_micro, orders, orders_link, orders_code, orders_both, orders_survey, on_total,
  converting, unrated, refunds, gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
) IS NOT (
  excluded.credit_micro, excluded.net_micro, excluded.new_micro, excluded.orders, excluded.orders_link,
  excluded.orders_code, excluded.orders_both, excluded.orders_survey, excluded.on_total, excluded.converting,
  excluded.unrated, excluded.refunds, excluded.gross_minor, excluded.refunded_minor, excluded.gross_reporting,
  excluded.refunded_reporting, excluded.squares
);
