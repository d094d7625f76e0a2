-- Adds what a report of ?1 that does not stand knows of who brought the order: clicks, customer, lead.
UPDATE conversion SET
  clicks = CASE WHEN met.body ->> 'rank' > 1 OR clicks = '[]' OR conversion.rank = 1 THEN (
    SELECT json_group_array(json(value))
    FROM (
      SELECT value FROM json_each(conversion.clicks) UNION SELECT value FROM json_each(met.body, '$.clicks') LIMIT 100
    )
  ) ELSE clicks END,
  customer = coalesce(customer, iif(met.body ->> 'rank' > 1, met.body ->> 'customer', NULL)),
  lead_id = coalesce(conversion.lead_id, iif(met.body ->> 'rank' > 1, met.body ->> 'lead_id', NULL)),
  version = version + 1, changed_at = met.body ->> 'received_at', last_digest = met.body ->> 'digest'
FROM met
WHERE met.kind = conversion.kind AND met.key = conversion.key AND met.adds AND NOT met.newer;
