-- Visits of the days ?2 to ?3 by dimension ?1, told by ?4: 0 its value, 1 creator, 2 campaign, 3 link, 5 day.
-- ?5 is -1 for the whole, else null for the links that the filters ?6 leave; they may name values of the dimension too.
WITH RECURSIVE
span (day) AS (SELECT CAST(?2 AS INTEGER) UNION ALL SELECT day + 1 FROM span WHERE day < ?3),
wanted (id, creator, campaign) AS MATERIALIZED (
  SELECT link.id, link.creator_id, coalesce(link.campaign_id, 0)
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE ?5 IS NULL
    AND (?6 ->> '$.creator.keep' IS NULL OR (link.creator_id IN (SELECT value FROM json_each(?6, '$.creator.values'))) = ?6 ->> '$.creator.keep')
    AND (?6 ->> '$.campaign.keep' IS NULL OR (coalesce(link.campaign_id, 0) IN (SELECT value FROM json_each(?6, '$.campaign.values'))) = ?6 ->> '$.campaign.keep')
    AND (?6 ->> '$.link.keep' IS NULL OR (link.id IN (SELECT value FROM json_each(?6, '$.link.values'))) = ?6 ->> '$.link.keep')
    AND (?6 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?6, '$.post.values'))) = ?6 ->> '$.post.keep')
    AND (?6 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?6, '$.platform.values'))) = ?6 ->> '$.platform.keep')
    AND (?6 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?6, '$.content_kind.values'))) = ?6 ->> '$.content_kind.keep')
),
picked (id, creator, campaign) AS MATERIALIZED (
  SELECT CAST(?5 AS INTEGER), 0, 0 WHERE ?5 IS NOT NULL UNION ALL SELECT id, creator, campaign FROM wanted
)
SELECT json_group_array(json_array(row, word, clicks, views, landings)) AS rows
FROM (
  SELECT
    CASE CAST(?4 AS INTEGER) WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN link WHEN 5 THEN part.day ELSE 0 END AS row,
    CASE WHEN ?4 = 0 THEN value ELSE '' END AS word,
    sum(clicks) AS clicks, sum(views) AS views, sum(landings) AS landings
  FROM span
  CROSS JOIN picked
  CROSS JOIN visit_part AS part ON part.dimension = ?1 AND part.day = span.day AND part.link = picked.id
  WHERE (?6 ->> '$.part.keep' IS NULL OR (value IN (SELECT value FROM json_each(?6, '$.part.values'))) = ?6 ->> '$.part.keep')
  GROUP BY 1, 2
);
