-- At most ?2 targets behind id ?1: of the metrics of ?3 (a JSON list) where it is given, also those replaced where ?4 is 1, of
-- creator ?5, campaign ?6 and metric ?7 where these are given.
SELECT
  target.id, target.creator_id, creator.handle AS creator, target.campaign_id, campaign.handle AS campaign, target.metric,
  target.value_micro AS value, target.currency, target.from_day, target.to_day, target.set_at, target.superseded_at
FROM target
LEFT JOIN creator ON creator.id = target.creator_id
LEFT JOIN campaign ON campaign.id = target.campaign_id
WHERE target.id > ?1 AND (target.superseded_at IS NULL OR ?4 = 1)
  AND (?3 IS NULL OR target.metric IN (SELECT value FROM json_each(?3)))
  AND (?5 IS NULL OR target.creator_id = ?5) AND (?6 IS NULL OR target.campaign_id = ?6)
  AND (?7 IS NULL OR target.metric = ?7)
ORDER BY target.id
LIMIT ?2;
