-- At most ?2 costs behind id ?1: of the creators and external ids of ?3 (a JSON list) where it is given, also those put away
-- where ?4 is 1, of creator ?5, campaign ?6, post ?7 and kind ?8 where these are given.
SELECT
  cost.id, cost.external_id, cost.creator_id, creator.handle AS creator, cost.campaign_id, campaign.handle AS campaign,
  cost.post_id, post.handle AS post, cost.kind, cost.amount_minor, cost.currency, cost.basis_points, cost.minutes,
  cost.hourly_minor, cost.from_day, cost.to_day, cost.allow_overlap, cost.note, cost.version, cost.created_at,
  cost.updated_at, cost.archived_at
FROM cost
JOIN creator ON creator.id = cost.creator_id
LEFT JOIN campaign ON campaign.id = cost.campaign_id
LEFT JOIN post ON post.id = cost.post_id
WHERE cost.id > ?1 AND (cost.archived_at IS NULL OR ?4 = 1)
  AND (
    ?3 IS NULL OR cost.creator_id IN (SELECT value FROM json_each(?3)) OR cost.external_id IN (SELECT value FROM json_each(?3))
  )
  AND (?5 IS NULL OR cost.creator_id = ?5) AND (?6 IS NULL OR cost.campaign_id = ?6)
  AND (?7 IS NULL OR cost.post_id = ?7) AND (?8 IS NULL OR cost.kind = ?8)
ORDER BY cost.id
LIMIT ?2;
