-- At most ?2 stats behind id ?1: of the creators of ?3 (a JSON list) where it is given, of creator ?4, post ?5 and platform ?6
-- where these are given.
SELECT
  stat.id, stat.creator_id, creator.handle AS creator, nullif(stat.post_id, 0) AS post_id, post.handle AS post,
  stat.platform, stat.day, stat.followers, stat.reach, stat.platform_views, stat.likes, stat.comments, stat.shares,
  stat.saves, stat.platform_clicks, stat.updated_at
FROM stat
LEFT JOIN creator ON creator.id = stat.creator_id
LEFT JOIN post ON post.id = stat.post_id
WHERE stat.id > ?1 AND (?3 IS NULL OR stat.creator_id IN (SELECT value FROM json_each(?3)))
  AND (?4 IS NULL OR stat.creator_id = ?4) AND (?5 IS NULL OR stat.post_id = ?5)
  AND (?6 IS NULL OR stat.platform = ?6)
ORDER BY stat.id
LIMIT ?2;
