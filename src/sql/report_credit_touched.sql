-- Credit of touches on the days ?1 to ?2 by kind and model (those of ?3, a JSON list of pairs), by ?4 as REPORT_CREDIT is by
-- its ?6, under the filters ?5; ?6 is 1 where links' revenue is told in the reporting currency.
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
  kind, model, who, row, currency, json_array(credit_micro, net_micro, new_micro), json_array(orders_link,
  orders_code, orders_both, orders_survey), on_total, unrated, json_array(gross_minor, refunded_minor,
  gross_reporting, refunded_reporting), of_links, squares
)) AS rows
FROM (
  SELECT
    kind, model, CASE WHEN creator <> 0 THEN 0 WHEN channel = '' THEN 1 ELSE 2 END AS who,
    CASE CAST(?4 AS INTEGER)
      WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN link WHEN 4 THEN code WHEN 5 THEN touched ELSE 0
    END AS row,
    currency,
    sum(credit_micro) AS credit_micro, sum(net_micro) AS net_micro, sum(new_micro) AS new_micro, sum(orders_link) AS
    orders_link, sum(orders_code) AS orders_code, sum(orders_both) AS orders_both, sum(orders_survey) AS
    orders_survey, sum(on_total) AS on_total, sum(unrated) AS unrated, sum(gross_minor) AS gross_minor,
    sum(refunded_minor) AS refunded_minor, sum(gross_reporting) AS gross_reporting, sum(refunded_reporting) AS
    refunded_reporting, sum(squares) AS squares,
    sum(CASE
      WHEN link = 0 THEN 0 WHEN ?6 = 1 THEN gross_reporting - refunded_reporting ELSE gross_minor - refunded_minor
    END) AS of_links
  FROM json_each(?3) AS pair
  CROSS JOIN credit_total AS c INDEXED BY credit_total_touched
    ON c.kind = pair.value ->> 0 AND c.model = pair.value ->> 1 AND c.touched BETWEEN ?1 AND ?2
  WHERE (
    creator = 0
    OR (?5 ->> '$.creator.keep' IS NULL OR (creator IN (SELECT value FROM json_each(?5, '$.creator.values'))) = ?5 ->> '$.creator.keep')
    AND (?5 ->> '$.campaign.keep' IS NULL OR (campaign IN (SELECT value FROM json_each(?5, '$.campaign.values'))) = ?5 ->> '$.campaign.keep')
    AND (?5 ->> '$.link.keep' IS NULL OR (link IN (SELECT value FROM json_each(?5, '$.link.values'))) = ?5 ->> '$.link.keep')
    AND (?5 ->> '$.code.keep' IS NULL OR (code IN (SELECT value FROM json_each(?5, '$.code.values'))) = ?5 ->> '$.code.keep')
    AND (?5 ->> '$.of_links' IS NULL OR coalesce((SELECT keep FROM told WHERE told.id = link), ?5 ->> '$.of_links.none'))
  )
  GROUP BY 1, 2, 3, 4, 5
);
