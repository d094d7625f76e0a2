-- Stores the reports of ?1 whose key is free, and lets those that rank higher or are newer stand in place of what is stored.
-- Sales that turn out to be one of these orders come first, under its one name. What was first stays first: the time of
-- the order, and evidence that the newer report does not bring.
INSERT INTO conversion (
  kind, key, order_id, occurred_at, received_at, source, rank, revision, version, currency, total_minor,
  merchandise_minor, discount_minor, tax_minor, shipping_minor, reason, cumulative, touches, customer, lead_id, detail,
  digest, last_digest, notes, changed_at, counted_version, erased_at, history, visitor
)
SELECT
  kind, key, order_id, occurred_at, received_at, source, rank, revision, 1, currency, total,
  merchandise, discount, tax, shipping, reason, cumulative, touches, customer, lead_id, detail, digest, digest, notes,
  changed_at, rank > 1, erased_at, history, visitor
FROM (
  SELECT
    0 AS turn, report.place, stored.kind, alias.order_id AS key, alias.order_id, stored.occurred_at, stored.received_at,
    stored.source, stored.rank, stored.revision, stored.currency, stored.total_minor AS total,
    stored.merchandise_minor AS merchandise, stored.discount_minor AS discount, stored.tax_minor AS tax,
    stored.shipping_minor AS shipping, stored.reason, stored.cumulative,
    (
      SELECT json_group_array(json(value)) FROM json_each(stored.touches)
      WHERE stored.rank > 1 OR length(stored.key) >= 12 OR value ->> 0 = 0
    ) AS touches,
    iif(stored.rank > 1, stored.customer, NULL) AS customer, iif(stored.rank > 1, stored.lead_id, NULL) AS lead_id,
    stored.detail, stored.digest, stored.notes, stored.changed_at, stored.erased_at, stored.history,
    stored.visitor
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.name
  UNION ALL
  SELECT
    1, place, kind, key, order_id, body ->> 'occurred_at', body ->> 'received_at', body ->> 'source', body ->> 'rank',
    body ->> 'revision', body ->> 'currency', body ->> 'total', body ->> 'merchandise', body ->> 'discount',
    body ->> 'tax', body ->> 'shipping', body ->> 'reason', body ->> 'cumulative', body -> 'touches',
    body ->> 'customer', body ->> 'lead_id', iif(gone_at IS NULL, body -> 'detail', json_remove(body -> 'detail', '$.text')), body ->> 'digest', body -> 'notes',
    body ->> 'received_at', gone_at, NULL, body ->> 'visitor'
  FROM (
    -- An answer to an order that was erased keeps what was chosen, not what was typed.
    SELECT *, (
      SELECT sale.erased_at FROM conversion AS sale
      WHERE report.kind = 4 AND sale.kind = 1 AND sale.key = report.order_id
    ) AS gone_at
    FROM report
  ) AS report
  WHERE kind <> 2 OR NOT EXISTS (
    SELECT 1 FROM conversion AS sale
    WHERE sale.kind = 1 AND sale.key = report.order_id AND sale.currency <> report.body ->> 'currency'
      AND (sale.rank > 1 OR report.body ->> 'rank' = 1)
  )
)
WHERE true
ORDER BY turn, place
ON CONFLICT (kind, key) DO UPDATE SET
  source = excluded.source, rank = excluded.rank, revision = excluded.revision, order_id = excluded.order_id,
  -- The first time stays, but for one that only a browser told.
  occurred_at = iif(rank = 1 AND (excluded.rank > 1 OR kind = 4), excluded.occurred_at, occurred_at),
  version = version + (excluded.digest <> digest),
  changed_at = iif(excluded.digest <> digest, excluded.changed_at, changed_at),
  counted_version = iif(counted_version = 0 AND excluded.rank > 1, version + (excluded.digest <> digest), counted_version),
  currency = excluded.currency, total_minor = excluded.total_minor, merchandise_minor = excluded.merchandise_minor,
  discount_minor = excluded.discount_minor, tax_minor = excluded.tax_minor, shipping_minor = excluded.shipping_minor,
  reason = excluded.reason, cumulative = excluded.cumulative,
  -- What was erased stays erased.
  touches = iif(erased_at IS NOT NULL, touches, (
    SELECT json_group_array(json(value))
    FROM (
      SELECT value
      FROM (
        SELECT value FROM json_each(excluded.touches)
        UNION
        -- A server's clicks take the place of those that only a browser named, and those stay without any only where it
        -- knew a name of the order that cannot be guessed; other channels take nobody's place.
        SELECT value FROM json_each(conversion.touches)
        WHERE conversion.rank > 1 OR excluded.rank = 1 OR value ->> 0 = 0 OR length(conversion.key) >= 12 AND NOT EXISTS (
          SELECT 1 FROM json_each(excluded.touches) AS click WHERE click.value ->> 0 <> 0
        )
      )
      ORDER BY value ->> 0 = 0, value ->> 1 DESC
      LIMIT 50
    )
  )),
  customer = iif(erased_at IS NULL, coalesce(excluded.customer, iif(rank > 1 OR excluded.rank = 1, customer, NULL)), NULL),
  lead_id = iif(erased_at IS NULL, coalesce(excluded.lead_id, iif(rank > 1 OR excluded.rank = 1, lead_id, NULL)), lead_id),
  visitor = iif(erased_at IS NULL, iif(excluded.visitor <> 0, excluded.visitor, visitor), 0),
  detail = CASE
    WHEN erased_at IS NOT NULL THEN json_patch(detail, (
      SELECT json_group_object(said.key, json(excluded.detail -> said.key))
      FROM json_each(excluded.detail) AS said
      WHERE kind <> 4 AND said.key IN ('renewal', 'new_customer', 'full')
    ))
    -- Of two answers to one question the newer one is the whole answer.
    WHEN kind = 4 THEN excluded.detail
    ELSE json_patch(detail, excluded.detail)
  END,
  digest = excluded.digest, last_digest = excluded.digest, notes = excluded.notes
WHERE (excluded.rank, excluded.revision) > (rank, revision);
