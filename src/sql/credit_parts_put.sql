-- Stores the credit by dimension ?1 and day ?2 from ?3 and writes only those that changed.
INSERT INTO credit_part (
  dimension, day, creator, campaign, link, value, currency, orders, gross_minor, refunded_minor, gross_reporting,
  refunded_reporting
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
  value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
FROM json_each(?3)
WHERE true
ON CONFLICT (dimension, day, creator, campaign, link, value, currency) DO UPDATE SET
  orders = excluded.orders, gross_minor = excluded.gross_minor, refunded_minor = excluded.refunded_minor,
  gross_reporting = excluded.gross_reporting, refunded_reporting = excluded.refunded_reporting
WHERE (
  orders, gross_minor, refunded_minor, gross_reporting, refunded_reporting
) IS NOT (
  excluded.orders, excluded.gross_minor, excluded.refunded_minor, excluded.gross_reporting,
  excluded.refunded_reporting
);
