-- Conversion ?2 of kind ?1, an order also by its other names, with every report, code, refund and credit of it.
SELECT json_object(
  'kind', '["sale","refund","lead","survey","event"]' ->> (kind - 1), 'id', key, 'order_id', order_id,
  'state', CASE
    WHEN rank = 1 THEN 'unverified'
    WHEN kind IN (2, 4) AND NOT EXISTS (SELECT 1 FROM conversion AS sale WHERE sale.kind = 1 AND sale.key = found.order_id)
      THEN 'parked'
    ELSE 'stands'
  END,
  'aliases', json((SELECT json_group_array(name) FROM order_alias WHERE kind = 1 AND order_alias.order_id = key)),
  'occurred_at', occurred_at, 'received_at', received_at, 'source', source,
  'rank', '["browser","server","webhook"]' ->> (rank - 1), 'revision', revision, 'version', version,
  'erased_at', erased_at, 'currency', currency, 'total_minor', iif(detail ->> '$.full', NULL, total_minor), 'merchandise_minor', merchandise_minor,
  'discount_minor', discount_minor, 'tax_minor', tax_minor, 'shipping_minor', shipping_minor,
  'reason', '[null,"refund","cancel","chargeback"]' ->> reason, 'cumulative', json(iif(cumulative, 'true', 'false')),
  'renewal', json(iif(detail ->> '$.renewal', 'true', 'false')), 'lead_id', lead_id,
  'customer_known', json(iif(customer IS NULL, 'false', 'true')), 'detail', json(detail), 'notes', json(notes),
  'codes', json((
    SELECT json_group_array(json_object('code', code, 'discount_minor', discount_minor))
    FROM order_code WHERE kind = 1 AND order_code.order_id = key
  )),
  'refunds', json((
    SELECT json_group_array(json_object(
      'id', key, 'total_minor', iif(detail ->> '$.full', NULL, total_minor), 'currency', currency, 'occurred_at', occurred_at,
      'rank', '["browser","server","webhook"]' ->> (rank - 1),
      'reason', '[null,"refund","cancel","chargeback"]' ->> reason, 'cumulative', json(iif(cumulative, 'true', 'false'))
    ))
    FROM (
      SELECT * FROM conversion AS refund
      WHERE found.kind = 1 AND refund.kind = 2 AND refund.order_id = found.key
      ORDER BY refund.occurred_at, refund.key
      LIMIT 100
    )
  )),
  'reports', json((
    SELECT json_group_array(json_object(
      'standing', standing, 'source', source, 'rank', '["browser","server","webhook"]' ->> (rank - 1),
      'revision', revision, 'received_at', received_at, 'report', json(report)
    ))
    FROM (
      SELECT * FROM conversion_report AS report
      WHERE report.kind = found.kind AND report.key = found.key
      ORDER BY report.received_at, report.digest
      LIMIT 100
    )
  )),
  'credited', json((
    SELECT json_object(
      'creator_id', nullif(creator, 0), 'campaign_id', nullif(campaign, 0), 'link_id', nullif(link, 0),
      'via', '["nothing","link","code","both","survey"]' ->> via, 'currency', currency,
      'gross_minor', gross_minor, 'refunded_minor', refunded_minor, 'net_minor', gross_minor - refunded_minor
    )
    FROM credit
    WHERE kind IN (1, 2) AND credit.order_id = found.order_id AND model = 1 AND position = 1
  ))
) AS rows
FROM conversion AS found
WHERE kind = ?1
  AND key = coalesce((SELECT alias.order_id FROM order_alias AS alias WHERE ?1 = 1 AND alias.name = ?2), ?2);
