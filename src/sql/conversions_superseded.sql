-- Keeps what a report of ?1 is about to replace.
INSERT OR IGNORE INTO conversion_report (kind, key, digest, standing, source, rank, revision, report, received_at)
SELECT
  stored.kind, stored.key, stored.digest, 'superseded', stored.source, stored.rank, stored.revision, json_object(
    'occurred_at', stored.occurred_at, 'currency', stored.currency, 'total', stored.total_minor,
    'merchandise', stored.merchandise_minor, 'discount', stored.discount_minor, 'tax', stored.tax_minor,
    'shipping', stored.shipping_minor
  ), stored.received_at
FROM met
CROSS JOIN conversion AS stored ON stored.kind = met.kind AND stored.key = met.key
WHERE met.newer AND stored.digest <> met.body ->> 'digest';
