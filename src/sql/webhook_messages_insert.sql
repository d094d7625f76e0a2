-- Notes for every live webhook what the reports of ?1 have changed, once; an order also brings the refunds that waited for it.
INSERT OR IGNORE INTO webhook_message (webhook_id, event, kind, key, version, created_at, next_at)
SELECT
  webhook.id,
  CASE
    WHEN stored.kind = 2 THEN 'refund.applied'
    WHEN stored.kind = 3 THEN 'lead.created'
    WHEN stored.version = stored.counted_version THEN 'conversion.accepted'
    ELSE 'conversion.revised'
  END AS told,
  stored.kind, stored.key, stored.version, report.body ->> 'received_at', report.body ->> 'received_at'
FROM webhook
CROSS JOIN report
CROSS JOIN conversion AS stored ON stored.kind = report.kind AND stored.key = report.key
WHERE webhook.enabled = 1 AND webhook.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM json_each(webhook.events) AS wanted WHERE wanted.value = told)
  AND stored.changed_at = report.body ->> 'received_at'
  AND stored.rank > 1 AND CASE stored.kind
    WHEN 1 THEN 1
    WHEN 2 THEN EXISTS (
      SELECT 1 FROM conversion AS sale
      WHERE sale.kind = 1 AND sale.key = stored.order_id AND sale.rank > 1 AND sale.currency = stored.currency
    )
    WHEN 3 THEN stored.version = stored.counted_version
    ELSE 0
  END
UNION ALL
SELECT
  webhook.id, 'refund.applied', refund.kind, refund.key, refund.version, report.body ->> 'received_at',
  report.body ->> 'received_at'
FROM webhook
CROSS JOIN report
CROSS JOIN conversion AS sale ON sale.kind = report.kind AND sale.key = report.key
CROSS JOIN conversion AS refund ON refund.kind = 2 AND refund.order_id = sale.key
WHERE webhook.enabled = 1 AND webhook.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM json_each(webhook.events) AS wanted WHERE wanted.value = 'refund.applied')
  AND report.kind = 1 AND sale.rank > 1 AND refund.rank > 1 AND refund.currency = sale.currency
  -- A further name may be the one that a refund waited for.
  AND (
    sale.version = sale.counted_version AND sale.changed_at = report.body ->> 'received_at'
    OR refund.changed_at = report.body ->> 'received_at'
  )
RETURNING id;
