-- A chunk of the customers who came first in the days ?1 to ?2, behind the first order (day, id) = (?3, ?4), at most ?5 of them.
-- Each as [day, order id, time, time of its lead, whose payout the first order was, its steps, the orders]; the order's id
-- leads on and is shown to nobody. ?7 is 1 where the payout's creator is wanted, else 0 and the steps are. The orders are
-- [age, currency, orders, of these without a rate, gross, refunded, how long after the first the next came], alike ones
-- together, refunds with the order that they belong to; an age is how many of ?8 to ?14, milliseconds, are over since the
-- first order. Money is told in the reporting currency ?6, or in the order's own where that is empty. Who the shop says had
-- bought before is no new customer. A chunk ends before it comes near the 2 MB that a value may have; what is JSON already
-- is put together as text, for to read it again takes longer than all else.
WITH told AS (
  SELECT day, key FROM path INDEXED BY path_day
  WHERE (day, kind, key) > (?3, 1, ?4) AND day BETWEEN ?1 AND ?2 AND kind = 1 AND new_customer = 1
), first AS MATERIALIZED (
  SELECT told.day, told.key, sale.occurred_at, sale.customer, own.lead_at, CASE WHEN ?7 = 0 THEN own.steps END AS steps
  FROM told
  CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = told.key
  CROSS JOIN path AS own ON own.kind = 1 AND own.key = told.key
  WHERE sale.customer IS NOT NULL AND NOT EXISTS (
    SELECT 1
    FROM conversion AS earlier INDEXED BY conversion_customer
    CROSS JOIN path AS counted ON counted.kind = 1 AND counted.key = earlier.key
    WHERE earlier.customer = sale.customer AND earlier.kind = 1 AND earlier.occurred_at <= sale.occurred_at
      AND (earlier.occurred_at, earlier.key) < (sale.occurred_at, sale.key)
  )
  ORDER BY told.day, told.key
  LIMIT CAST(?5 AS INTEGER)
), made AS MATERIALIZED (
  SELECT first.day, first.key,
    '[' || first.day || ',' || json_quote(first.key) || ',' || first.occurred_at || ',' || coalesce(first.lead_at, 'null')
    || ',' || CASE
      WHEN ?7 = 1 THEN coalesce((SELECT creator FROM credit WHERE order_id = first.key AND model = 1 AND position = 1), 0)
      ELSE 'null'
    END || ',' || coalesce(first.steps, 'null') || ',[' || (
      SELECT group_concat(
        '[' || age || ',' || json_quote(paid) || ',' || orders || ',' || unrated || ',' || gross || ',' || refunded || ','
        || coalesce(next, 'null') || ']', ','
      )
      FROM (
        SELECT
          age, paid, count(*) AS orders, count(*) - count(gross) AS unrated, coalesce(sum(gross), 0) AS gross,
          coalesce(sum(refunded), 0) AS refunded, min(next) AS next
        FROM (
          SELECT
            (since >= ?8) + (since >= ?9) + (since >= ?10) + (since >= ?11) + (since >= ?12) + (since >= ?13)
              + (since >= ?14) AS age,
            CASE WHEN ?6 = '' THEN currency ELSE ?6 END AS paid,
            CASE WHEN ?6 = '' THEN gross_minor ELSE gross_reporting END AS gross,
            CASE WHEN ?6 = '' THEN refunded_minor ELSE refunded_reporting END AS refunded,
            CASE WHEN key <> first.key THEN since END AS next
          FROM (
            SELECT other.occurred_at - first.occurred_at AS since, counted.*
            FROM conversion AS other INDEXED BY conversion_customer
            CROSS JOIN path AS counted ON counted.kind = 1 AND counted.key = other.key
            WHERE other.customer = first.customer AND other.kind = 1
          )
        )
        GROUP BY 1, 2
      )
    ) || ']]' AS customer
  FROM first
)
SELECT '[' || coalesce(group_concat(customer, ','), '') || ']' AS rows
FROM (
  SELECT customer FROM (
    SELECT
      day, key, customer,
      sum(length(CAST(customer AS BLOB))) OVER (ORDER BY day, key ROWS UNBOUNDED PRECEDING) AS size
    FROM made
  )
  WHERE size < 1500000
  ORDER BY day, key
);
