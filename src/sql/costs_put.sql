-- Makes the costs of ?1, a JSON list of values by column, at ?2 and gives their ids; one that overlaps another of its kind, or
-- another rule, is left out unless it says that it is meant.
INSERT OR IGNORE INTO cost (
  external_id, creator_id, campaign_id, post_id, kind, amount_minor, currency, basis_points, minutes, hourly_minor,
  from_day, to_day, allow_overlap, note, version, created_at, updated_at
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
  value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, 1, ?2, ?2
FROM json_each(?1)
WHERE NOT EXISTS (
  SELECT 1 FROM cost AS held
  WHERE held.creator_id = value ->> 1 AND held.campaign_id IS value ->> 2 AND held.post_id IS value ->> 3
    AND held.archived_at IS NULL AND held.from_day <= value ->> 11 AND held.to_day >= value ->> 10
    AND CASE
      WHEN value ->> 4 IN ('commission_order', 'commission_percent') THEN held.kind IN ('commission_order', 'commission_percent')
      ELSE held.kind = value ->> 4 AND NOT value ->> 12
    END
)
ORDER BY json_each.key
RETURNING id;
