-- Clicks on the days ?1 to ?2 that were followed by an order, by ?3: 1 creator, 2 campaign, 3 link, 5 day; under the filters ?4.
WITH
told (id, keep) AS MATERIALIZED (
  SELECT link.id, (?4 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?4, '$.post.values'))) = ?4 ->> '$.post.keep')
      AND (?4 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?4, '$.platform.values'))) = ?4 ->> '$.platform.keep')
      AND (?4 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?4, '$.content_kind.values'))) = ?4 ->> '$.content_kind.keep')
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE ?4 ->> '$.of_links' IS NOT NULL
)
SELECT json_group_array(json_array(row, converting)) AS rows
FROM (
  SELECT
    CASE CAST(?3 AS INTEGER) WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN link WHEN 5 THEN touched ELSE 0 END AS row,
    sum(converting) AS converting
  FROM credit_total INDEXED BY credit_total_converting
  WHERE kind = 1 AND model = 1 AND converting > 0 AND touched BETWEEN ?1 AND ?2 AND creator <> 0
    AND (?4 ->> '$.creator.keep' IS NULL OR (creator IN (SELECT value FROM json_each(?4, '$.creator.values'))) = ?4 ->> '$.creator.keep')
    AND (?4 ->> '$.campaign.keep' IS NULL OR (campaign IN (SELECT value FROM json_each(?4, '$.campaign.values'))) = ?4 ->> '$.campaign.keep')
    AND (?4 ->> '$.link.keep' IS NULL OR (link IN (SELECT value FROM json_each(?4, '$.link.values'))) = ?4 ->> '$.link.keep')
    AND (?4 ->> '$.of_links' IS NULL OR coalesce((SELECT keep FROM told WHERE told.id = link), ?4 ->> '$.of_links.none'))
  GROUP BY 1
);
