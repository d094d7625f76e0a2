-- At most ?2 posts behind id ?1: with the handles of ?3 (a JSON list) where it is given, also those put away where ?4 is 1, of
-- creator ?5, campaign ?6, platform ?7 and kind ?8 where these are given.
SELECT
  post.id, post.handle, post.creator_id, creator.handle AS creator, post.campaign_id, campaign.handle AS campaign,
  post.platform, post.content_kind, post.planned_day, post.delivered_day, post.url, post.ugc_value_minor, post.currency,
  post.ugc_method, post.quality, post.version, post.created_at, post.updated_at, post.archived_at
FROM post
JOIN creator ON creator.id = post.creator_id
LEFT JOIN campaign ON campaign.id = post.campaign_id
WHERE post.id > ?1 AND (post.archived_at IS NULL OR ?4 = 1)
  AND (?3 IS NULL OR post.handle IN (SELECT value FROM json_each(?3)))
  AND (?5 IS NULL OR post.creator_id = ?5) AND (?6 IS NULL OR post.campaign_id = ?6)
  AND (?7 IS NULL OR post.platform = ?7) AND (?8 IS NULL OR post.content_kind = ?8)
ORDER BY post.id
LIMIT ?2;
