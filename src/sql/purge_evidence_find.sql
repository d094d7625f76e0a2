-- The next conversions received before ?1 that keep their evidence, some ?2 (all of the last moment): the moment behind them, and [kind, key] of each.
WITH chunk AS MATERIALIZED (
  SELECT received_at FROM conversion
  WHERE received_at >= (SELECT value FROM meta WHERE name = 'evidence_purged_until') AND received_at < ?1
  ORDER BY received_at
  LIMIT ?2
)
SELECT json_array((SELECT max(received_at) + 1 FROM chunk), json((
  SELECT json_group_array(json_array(stored.kind, stored.key))
  FROM conversion AS stored INDEXED BY conversion_received
  WHERE stored.received_at >= (SELECT min(received_at) FROM chunk)
    AND stored.received_at <= (SELECT max(received_at) FROM chunk) AND stored.erased_at IS NULL
))) AS rows;
