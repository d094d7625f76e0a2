-- Adds what a report of ?1 that does not stand knows of who brought the order: touches, customer, lead, visitor.
UPDATE conversion SET
  touches = (
    -- Clicks come before other touches, and later ones before earlier ones, where they are too many.
    SELECT json_group_array(json(value))
    FROM (
      SELECT value
      FROM (SELECT value FROM json_each(conversion.touches) UNION SELECT value FROM json_each(met.brings))
      ORDER BY value ->> 0 = 0, value ->> 1 DESC
      LIMIT 50
    )
  ),
  customer = coalesce(customer, iif(met.body ->> 'rank' > 1, met.body ->> 'customer', NULL)),
  lead_id = coalesce(conversion.lead_id, iif(met.body ->> 'rank' > 1, met.body ->> 'lead_id', NULL)),
  visitor = iif(visitor = 0 AND met.body ->> 'rank' > 1, met.body ->> 'visitor', visitor),
  version = version + 1, changed_at = met.body ->> 'received_at', last_digest = met.body ->> 'digest'
FROM met
WHERE met.kind = conversion.kind AND met.key = conversion.key AND met.adds AND NOT met.newer;
