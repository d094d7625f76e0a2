-- Keeps the reports of ?1 that do not stand, with how they stand to the one that does.
INSERT OR IGNORE INTO conversion_report (kind, key, digest, standing, source, rank, revision, report, received_at)
SELECT
  met.kind, met.key, body ->> 'digest',
  CASE
    WHEN older THEN 'superseded'
    WHEN agrees AND NOT same_source THEN 'agrees'
    ELSE 'conflict'
  END,
  body ->> 'source', body ->> 'rank', body ->> 'revision', json_object(
    'occurred_at', body ->> 'occurred_at', 'currency', body ->> 'currency', 'total', body ->> 'total',
    'merchandise', body ->> 'merchandise', 'discount', body ->> 'discount', 'tax', body ->> 'tax',
    'shipping', body ->> 'shipping'
  ), body ->> 'received_at'
FROM met
CROSS JOIN conversion AS stored ON stored.kind = met.kind AND stored.key = met.key
WHERE stored.digest <> body ->> 'digest';
