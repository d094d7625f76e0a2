-- Keeps beside the conversions of ?1, a JSON list of [kind, key], and beside the next ones of their customers what their customers' earlier conversions brought: of clicks the link and the time.
-- So whose an order is stays what it is when nobody knows any more who its customer was.
WITH gone AS MATERIALIZED (
  SELECT stored.kind, stored.key, stored.customer, stored.occurred_at
  FROM json_each(?1) AS one
  CROSS JOIN conversion AS stored ON stored.kind = one.value ->> 0 AND stored.key = one.value ->> 1
  WHERE stored.customer IS NOT NULL
)
UPDATE conversion SET history = (
  SELECT json_group_array(json(brought))
  FROM (
    SELECT brought
    FROM (
      SELECT value AS brought FROM json_each(coalesce(conversion.history, '[]'))
      UNION
      -- In the place of the visitor 1 where it was one that is known for longer than a day: their clicks counted as its own.
      SELECT iif(
        touch.value ->> 0 = 0, touch.value,
        json_array(touch.value ->> 0, touch.value ->> 1, 0, touch.value ->> 3 >= 140737488355328)
      )
      FROM (
        SELECT other.kind, other.key, other.rank, other.touches FROM conversion AS other
        WHERE other.customer = conversion.customer AND other.occurred_at <= conversion.occurred_at
        ORDER BY other.occurred_at DESC, other.kind DESC, other.key DESC
        LIMIT 20
      ) AS other
      CROSS JOIN json_each(other.touches) AS touch
      WHERE other.rank > 1 AND (other.kind, other.key) IS NOT (conversion.kind, conversion.key)
        AND touch.value ->> 1 <= conversion.occurred_at
        AND (
          (other.kind, other.key) IN (SELECT kind, key FROM gone)
          OR (conversion.kind, conversion.key) IN (SELECT kind, key FROM gone)
        )
    )
    ORDER BY brought ->> 0 = 0, brought ->> 1 DESC
    LIMIT 40
  )
)
WHERE (kind, key) IN (
  SELECT near.kind, near.key
  FROM (SELECT customer, min(occurred_at) AS first, max(occurred_at) AS last FROM gone GROUP BY customer) AS span
  -- No window that a deployment may choose is wider than 90 days; a day more for a lead whose clock is ahead.
  CROSS JOIN conversion AS near ON near.customer = span.customer
    AND near.occurred_at BETWEEN span.first AND span.last + 7862400000
);
