-- Links behind ?3 that the filters ?5 leave, in order of id, at most ?4 of them: the last one's id (null where there is none),
-- those with clicks on the days ?1 to ?2 as [id, host, slug, creator], and their clicks as [link, day, gross, valid]; day -1
-- for all days of a link that never changed.
WITH RECURSIVE
span (day) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT day + 1 FROM span WHERE day < ?2),
page (id, host, slug, creator, changed) AS MATERIALIZED (
  SELECT
    link.id, link.host, link.slug, link.creator_id,
    EXISTS (SELECT 1 FROM link_history WHERE link_history.link = link.id LIMIT 1 OFFSET 1)
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE link.id > ?3
    AND (?5 ->> '$.creator.keep' IS NULL OR (link.creator_id IN (SELECT value FROM json_each(?5, '$.creator.values'))) = ?5 ->> '$.creator.keep')
    AND (?5 ->> '$.campaign.keep' IS NULL OR (coalesce(link.campaign_id, 0) IN (SELECT value FROM json_each(?5, '$.campaign.values'))) = ?5 ->> '$.campaign.keep')
    AND (?5 ->> '$.link.keep' IS NULL OR (link.id IN (SELECT value FROM json_each(?5, '$.link.values'))) = ?5 ->> '$.link.keep')
    AND (?5 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?5, '$.post.values'))) = ?5 ->> '$.post.keep')
    AND (?5 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?5, '$.platform.values'))) = ?5 ->> '$.platform.keep')
    AND (?5 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?5, '$.content_kind.values'))) = ?5 ->> '$.content_kind.keep')
  ORDER BY link.id
  LIMIT ?4
),
clicked (id, day, gross, valid) AS MATERIALIZED (
  SELECT visits.id, CASE WHEN page.changed THEN visits.day ELSE -1 END, sum(clicks_gross), sum(clicks)
  FROM span
  CROSS JOIN visit_total AS visits
    ON visits.scope = 3 AND visits.day = span.day AND visits.id > ?3 AND visits.id <= (SELECT max(id) FROM page)
  JOIN page ON page.id = visits.id
  WHERE visits.clicks_gross > 0
  GROUP BY 1, 2
)
SELECT json_object(
  'last', (SELECT max(id) FROM page),
  'links', (
    SELECT json_group_array(json_array(id, host, slug, creator)) FROM page WHERE id IN (SELECT id FROM clicked)
  ),
  'clicked', (SELECT json_group_array(json_array(id, day, gross, valid)) FROM clicked)
) AS rows;
