-- How posts and accounts (post 0) stood on platforms at the end of day ?2, and before day ?1: [creator, post, platform, then,
-- before, reach, followers, followers before the post]. A day and a figure in one number: the largest is the latest, and its
-- 40 low bits are the figure.
SELECT json_group_array(json_array(
  creator_id, post_id, platform, json(at_end), json(at_start), reach, followers,
  (
    SELECT account.followers FROM post
    JOIN stat AS account ON account.creator_id = post.creator_id AND account.platform = told.platform
      AND account.post_id IN (0, post.id)
    WHERE post.id = told.post_id AND account.followers IS NOT NULL AND account.day <= coalesce(post.delivered_day, post.planned_day)
    ORDER BY account.day DESC
    LIMIT 1
  )
)) AS rows
FROM (
  SELECT
    creator_id, post_id, platform,
    json_array(
    max(CASE WHEN platform_views IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(platform_views, 1099511627775) END) & 1099511627775,
    max(CASE WHEN likes IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(likes, 1099511627775) END) & 1099511627775,
    max(CASE WHEN comments IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(comments, 1099511627775) END) & 1099511627775,
    max(CASE WHEN shares IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(shares, 1099511627775) END) & 1099511627775,
    max(CASE WHEN saves IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(saves, 1099511627775) END) & 1099511627775,
    max(CASE WHEN platform_clicks IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(platform_clicks, 1099511627775) END) & 1099511627775
    ) AS at_end,
    json_array(
    max(CASE WHEN platform_views IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(platform_views, 1099511627775) END) & 1099511627775,
    max(CASE WHEN likes IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(likes, 1099511627775) END) & 1099511627775,
    max(CASE WHEN comments IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(comments, 1099511627775) END) & 1099511627775,
    max(CASE WHEN shares IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(shares, 1099511627775) END) & 1099511627775,
    max(CASE WHEN saves IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(saves, 1099511627775) END) & 1099511627775,
    max(CASE WHEN platform_clicks IS NOT NULL AND stat.day < ?1 THEN stat.day * 1099511627776 + min(platform_clicks, 1099511627775) END) & 1099511627775
    ) AS at_start,
    max(CASE WHEN reach IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(reach, 1099511627775) END) & 1099511627775 AS reach,
    max(CASE WHEN followers IS NOT NULL AND stat.day <= ?2 THEN stat.day * 1099511627776 + min(followers, 1099511627775) END) & 1099511627775 AS followers
  FROM stat
  WHERE stat.day <= ?2
  GROUP BY creator_id, post_id, platform
) AS told;
