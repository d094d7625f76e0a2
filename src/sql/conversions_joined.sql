-- Keeps the sales that turn out to be an order of ?1 by another name, under that order's one name.
INSERT OR IGNORE INTO conversion_report (kind, key, digest, standing, source, rank, revision, report, received_at)
SELECT
  1, alias.order_id, stored.digest, 'joined', stored.source, stored.rank, stored.revision, json_object(
    'order_id', stored.key, 'occurred_at', stored.occurred_at, 'currency', stored.currency, 'total', stored.total_minor,
    'merchandise', stored.merchandise_minor, 'discount', stored.discount_minor, 'tax', stored.tax_minor,
    'shipping', stored.shipping_minor
  ), stored.received_at
FROM report
CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name;
