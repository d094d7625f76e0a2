-- At most ?8 conversions received in [?1, ?2), newest first behind (received_at, kind, key) = (?3, ?4, ?5): of kind ?6 unless 0,
-- and where ?7 is 1 only the unverified, where it is 2 only what waits for its order.
SELECT json_group_array(json_array(received_at, kind, key, json_object(
  'kind', '["sale","refund","lead","survey","event"]' ->> (kind - 1), 'id', key, 'order_id', order_id,
  'occurred_at', occurred_at, 'received_at', received_at, 'source', source,
  'rank', '["browser","server","webhook"]' ->> (rank - 1), 'revision', revision, 'version', version,
  'currency', currency, 'total_minor', total_minor, 'notes', json(notes)
))) AS rows
FROM (
  SELECT * FROM conversion AS listed INDEXED BY conversion_received
  WHERE received_at >= ?1 AND received_at < ?2 AND (received_at, kind, key) < (?3, ?4, ?5)
    AND (?6 = 0 OR kind = ?6)
    AND (?7 <> 1 OR rank = 1)
    AND (?7 <> 2 OR kind IN (2, 4) AND NOT EXISTS (
      SELECT 1 FROM conversion AS sale WHERE sale.kind = 1 AND sale.key = listed.order_id
    ))
  ORDER BY received_at DESC, kind DESC, key DESC
  LIMIT ?8
);
