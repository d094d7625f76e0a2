-- The targets of metric ?1 that stand and are of some of the days ?2 to ?3: [creator, campaign, value,
-- currency, set when, first day, last day].
SELECT json_group_array(json_array(
  coalesce(creator_id, 0), coalesce(campaign_id, 0), value_micro, currency, set_at, from_day, to_day
)) AS rows
FROM target
WHERE metric = ?1 AND superseded_at IS NULL AND from_day <= ?3 AND to_day >= ?2;
