-- Payout's orders of the days ?2 to ?3 by dimension ?1 of the click that decided, told by ?4 as REPORT_PARTS_VISITS is, under
-- the filters ?5; per currency. Orders without such a click are not here.
WITH
told (id, keep) AS MATERIALIZED (
  SELECT link.id, (?5 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?5, '$.post.values'))) = ?5 ->> '$.post.keep')
      AND (?5 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?5, '$.platform.values'))) = ?5 ->> '$.platform.keep')
      AND (?5 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?5, '$.content_kind.values'))) = ?5 ->> '$.content_kind.keep')
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE ?5 ->> '$.of_links' IS NOT NULL
)
SELECT json_group_array(json_array(
  row, word, currency, orders, json_array(gross_minor, refunded_minor, gross_reporting, refunded_reporting)
)) AS rows
FROM (
  SELECT
    CASE CAST(?4 AS INTEGER) WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN link WHEN 5 THEN day ELSE 0 END AS row,
    CASE WHEN ?4 = 0 THEN value ELSE '' END AS word, currency,
    sum(orders) AS orders, sum(gross_minor) AS gross_minor, sum(refunded_minor) AS refunded_minor,
    sum(gross_reporting) AS gross_reporting, sum(refunded_reporting) AS refunded_reporting
  FROM credit_part
  WHERE dimension = ?1 AND day BETWEEN ?2 AND ?3 AND creator <> 0
    AND (?5 ->> '$.part.keep' IS NULL OR (value IN (SELECT value FROM json_each(?5, '$.part.values'))) = ?5 ->> '$.part.keep')
    AND (?5 ->> '$.creator.keep' IS NULL OR (creator IN (SELECT value FROM json_each(?5, '$.creator.values'))) = ?5 ->> '$.creator.keep')
    AND (?5 ->> '$.campaign.keep' IS NULL OR (campaign IN (SELECT value FROM json_each(?5, '$.campaign.values'))) = ?5 ->> '$.campaign.keep')
    AND (?5 ->> '$.link.keep' IS NULL OR (link IN (SELECT value FROM json_each(?5, '$.link.values'))) = ?5 ->> '$.link.keep')
    AND (?5 ->> '$.of_links' IS NULL OR coalesce((SELECT keep FROM told WHERE told.id = link), ?5 ->> '$.of_links.none'))
  GROUP BY 1, 2, 3
);
