-- Stores the stats of ?1, a JSON list of values by column, at ?2 in place of those of the same creator, post, platform and day,
-- and gives their ids.
INSERT INTO stat (
  creator_id, post_id, platform, day, followers, reach, platform_views, likes, comments, shares, saves, platform_clicks,
  updated_at
)
SELECT
  value ->> 0, coalesce(value ->> 1, 0), value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
  value ->> 8, value ->> 9, value ->> 10, value ->> 11, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
ON CONFLICT (creator_id, post_id, platform, day) DO UPDATE SET
  followers = excluded.followers, reach = excluded.reach, platform_views = excluded.platform_views, likes = excluded.likes,
  comments = excluded.comments, shares = excluded.shares, saves = excluded.saves,
  platform_clicks = excluded.platform_clicks, updated_at = excluded.updated_at
RETURNING id;
