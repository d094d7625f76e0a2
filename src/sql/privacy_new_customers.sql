-- Notes with the orders of ?1, a JSON list of [kind, key] that may hold leads and events too, and with the next ones of each customer whether their customer was new, where nobody has said so.
-- The next ones are those up to the first that counts: it is the earlier order of all that follow.
WITH gone AS MATERIALIZED (
  SELECT stored.kind, stored.key, stored.customer, stored.occurred_at, stored.rank
  FROM json_each(?1) AS one
  CROSS JOIN conversion AS stored ON stored.kind = one.value ->> 0 AND stored.key = one.value ->> 1
  WHERE one.value ->> 0 IN (1, 3, 5) AND stored.customer IS NOT NULL
),
span AS MATERIALIZED (
  SELECT customer, occurred_at AS first, coalesce((
    SELECT next.occurred_at FROM conversion AS next
    WHERE next.customer = gone.customer AND next.kind = 1 AND next.rank > 1 AND next.occurred_at >= gone.occurred_at
      AND (next.occurred_at, next.key) > (gone.occurred_at, gone.key) AND next.key NOT IN (SELECT key FROM gone WHERE kind = 1)
    ORDER BY next.occurred_at, next.key
    LIMIT 1
  ), 9007199254740991) AS last
  FROM gone WHERE kind = 1 AND rank > 1
)
UPDATE conversion SET detail = json_set(detail, '$.new_customer', json(iif(EXISTS (
  SELECT 1 FROM conversion AS earlier
  WHERE earlier.customer = conversion.customer AND earlier.kind = 1 AND earlier.rank > 1
    AND earlier.occurred_at <= conversion.occurred_at
    AND (earlier.occurred_at, earlier.key) < (conversion.occurred_at, conversion.key)
), 'false', 'true')))
WHERE (kind, key) IN (
  SELECT kind, key FROM gone
  UNION
  SELECT near.kind, near.key
  FROM span CROSS JOIN conversion AS near ON near.customer = span.customer
    AND near.occurred_at BETWEEN span.first AND span.last
  WHERE near.kind IN (1, 3, 5)
) AND customer IS NOT NULL AND detail ->> '$.renewal' IS NULL AND detail ->> '$.new_customer' IS NULL;
