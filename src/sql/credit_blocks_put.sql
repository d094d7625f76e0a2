-- Adds up credit from day ?1 of ?2 days: two days of a block of two, else two blocks of a half.
INSERT INTO credit_block (
  kind, model, size, day, creator, campaign, link, code, channel, currency,
  credit_micro, net_micro, new_micro, orders_link, orders_code, orders_both, orders_survey, on_total, unrated,
  gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
)
SELECT
  kind, model, CAST(?2 AS INTEGER), CAST(?1 AS INTEGER), creator, campaign, link, code, channel, currency,
  sum(credit_micro), sum(net_micro), sum(new_micro), sum(orders_link), sum(orders_code), sum(orders_both),
  sum(orders_survey), sum(on_total), sum(unrated), sum(gross_minor), sum(refunded_minor), sum(gross_reporting),
  sum(refunded_reporting), sum(squares)
FROM (
  SELECT
    c.kind, c.model, creator, campaign, link, code, channel, currency,
    credit_micro, net_micro, new_micro, orders_link, orders_code, orders_both, orders_survey, on_total, unrated,
    gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
  FROM json_each('[1,3,5]') AS kinds
  CROSS JOIN json_each('[0,1,2,3,4,5,6,7,8,9,10]') AS models
  CROSS JOIN credit_total AS c
    ON ?2 = 2 AND c.kind = kinds.value AND c.model = models.value AND c.day >= ?1 AND c.day < ?1 + ?2
  UNION ALL
  SELECT
    c.kind, c.model, creator, campaign, link, code, channel, currency,
    credit_micro, net_micro, new_micro, orders_link, orders_code, orders_both, orders_survey, on_total, unrated,
    gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
  FROM json_each('[1,3,5]') AS kinds
  CROSS JOIN json_each('[0,1,2,3,4,5,6,7,8,9,10]') AS models
  CROSS JOIN credit_block AS c
    ON ?2 > 2 AND c.kind = kinds.value AND c.model = models.value AND c.size = CAST(?2 AS INTEGER) / 2
    AND c.day >= ?1 AND c.day < ?1 + ?2
)
GROUP BY kind, model, creator, campaign, link, code, channel, currency;
