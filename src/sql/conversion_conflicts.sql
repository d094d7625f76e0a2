-- At most ?7 conflicts received in [?1, ?2), newest first behind (received_at, kind, key) = (?3, ?4, ?5), of kind ?6 unless 0:
-- what stands, and the report that says otherwise.
SELECT json_group_array(json_array(received_at, kind, key, json_object(
  'kind', '["sale","refund","lead","survey","event"]' ->> (kind - 1), 'id', key, 'order_id', order_id,
  'occurred_at', occurred_at, 'received_at', stood_at, 'source', stands, 'currency', currency,
  'total_minor', total_minor, 'conflict', json_object(
    'received_at', received_at, 'source', source, 'rank', '["browser","server","webhook"]' ->> (rank - 1),
    'revision', revision, 'report', json(report)
  )
))) AS rows
FROM (
  SELECT
    report.*, stored.order_id, stored.occurred_at, stored.received_at AS stood_at, stored.source AS stands,
    stored.currency, stored.total_minor
  FROM conversion_report AS report INDEXED BY conversion_report_conflict
  LEFT JOIN conversion AS stored ON stored.kind = report.kind AND stored.key = report.key
  WHERE report.standing = 'conflict' AND report.received_at >= ?1 AND report.received_at < ?2
    AND (report.received_at, report.kind, report.key) < (?3, ?4, ?5) AND (?6 = 0 OR report.kind = ?6)
  ORDER BY report.received_at DESC, report.kind DESC, report.key DESC
  LIMIT ?7
);
