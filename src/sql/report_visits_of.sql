-- Visits of the links that the filters ?6 leave over stretches of days, by ?5: 1 creator, 2 campaign, 3 link, 5 day.
-- The last figure is of clicks up to day ?2; visitors of several links are not told apart here, so visitor-days are of links.
,
wanted (id, creator, campaign) AS MATERIALIZED (
  SELECT link.id, link.creator_id, coalesce(link.campaign_id, 0)
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE (?6 ->> '$.creator.keep' IS NULL OR (link.creator_id IN (SELECT value FROM json_each(?6, '$.creator.values'))) = ?6 ->> '$.creator.keep')
    AND (?6 ->> '$.campaign.keep' IS NULL OR (coalesce(link.campaign_id, 0) IN (SELECT value FROM json_each(?6, '$.campaign.values'))) = ?6 ->> '$.campaign.keep')
    AND (?6 ->> '$.link.keep' IS NULL OR (link.id IN (SELECT value FROM json_each(?6, '$.link.values'))) = ?6 ->> '$.link.keep')
    AND (?6 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?6, '$.post.values'))) = ?6 ->> '$.post.keep')
    AND (?6 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?6, '$.platform.values'))) = ?6 ->> '$.platform.keep')
    AND (?6 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?6, '$.content_kind.values'))) = ?6 ->> '$.content_kind.keep')
)
SELECT json_group_array(json_array(row, gross, valid, json(flagged), visitor_days, views, landings, mature)) AS rows
FROM (
  SELECT
    CASE CAST(?5 AS INTEGER) WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN v.id ELSE v.day END AS row,
    sum(clicks_gross) AS gross, sum(clicks) AS valid,
    json_array(
      sum(bots), sum(previews), sum(prefetches), sum(monitors), sum(internals), sum(suspects), sum(duplicates), sum(rates)
    ) AS flagged,
    sum(visitor_days) AS visitor_days, sum(views) AS views, sum(landings) AS landings,
    sum(CASE WHEN v.day <= ?2 THEN clicks ELSE 0 END) AS mature
  FROM (
    SELECT
      v.day, id, clicks_gross, clicks, bots, previews, prefetches, monitors, internals, suspects, duplicates, rates,
      visitor_days, views, landings
    FROM covered
    CROSS JOIN visit_total AS v ON v.scope = 3 AND v.day = covered.day
    WHERE covered.size = 1
    UNION ALL
    SELECT
      v.day, id, clicks_gross, clicks, bots, previews, prefetches, monitors, internals, suspects, duplicates, rates,
      visitor_days, views, landings
    FROM covered
    CROSS JOIN visit_block AS v ON v.scope = 3 AND v.size = covered.size AND v.day = covered.day
    WHERE covered.size > 1
  ) AS v
  JOIN wanted ON wanted.id = v.id
  GROUP BY 1
);
