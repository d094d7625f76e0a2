-- Credit over stretches of days by kind and model (those of ?5, a JSON list of pairs), by ?6: 1 creator, 2 campaign, 3 link,
-- 4 code, 5 day; per currency. `who` is 0 where it is a creator's, 1 nobody's, 2 another channel's: the filters ?7 are of
-- creators. ?8 is 1 where links' revenue is told in the reporting currency.
,
told (id, keep) AS MATERIALIZED (
  SELECT link.id, (?7 ->> '$.post.keep' IS NULL OR (coalesce(link.post, '') IN (SELECT value FROM json_each(?7, '$.post.values'))) = ?7 ->> '$.post.keep')
      AND (?7 ->> '$.platform.keep' IS NULL OR (lower(coalesce(link.platform, post.platform, '')) IN (SELECT value FROM json_each(?7, '$.platform.values'))) = ?7 ->> '$.platform.keep')
      AND (?7 ->> '$.content_kind.keep' IS NULL OR (lower(coalesce(post.content_kind, '')) IN (SELECT value FROM json_each(?7, '$.content_kind.values'))) = ?7 ->> '$.content_kind.keep')
  FROM link
  LEFT JOIN post ON post.handle = link.post
  WHERE ?7 ->> '$.of_links' IS NOT NULL
)
SELECT json_group_array(json_array(
  kind, model, who, row, currency, json_array(credit_micro, net_micro, new_micro), json_array(orders_link,
  orders_code, orders_both, orders_survey), on_total, unrated, json_array(gross_minor, refunded_minor,
  gross_reporting, refunded_reporting), of_links, squares
)) AS rows
FROM (
  SELECT
    kind, model, CASE WHEN creator <> 0 THEN 0 WHEN channel = '' THEN 1 ELSE 2 END AS who,
    CASE CAST(?6 AS INTEGER)
      WHEN 1 THEN creator WHEN 2 THEN campaign WHEN 3 THEN link WHEN 4 THEN code WHEN 5 THEN day ELSE 0
    END AS row,
    currency,
    sum(credit_micro) AS credit_micro, sum(net_micro) AS net_micro, sum(new_micro) AS new_micro, sum(orders_link) AS
    orders_link, sum(orders_code) AS orders_code, sum(orders_both) AS orders_both, sum(orders_survey) AS
    orders_survey, sum(on_total) AS on_total, sum(unrated) AS unrated, sum(gross_minor) AS gross_minor,
    sum(refunded_minor) AS refunded_minor, sum(gross_reporting) AS gross_reporting, sum(refunded_reporting) AS
    refunded_reporting, sum(squares) AS squares,
    sum(CASE
      WHEN link = 0 THEN 0 WHEN ?8 = 1 THEN gross_reporting - refunded_reporting ELSE gross_minor - refunded_minor
    END) AS of_links
  FROM (
    SELECT
      c.kind, c.model, c.day, creator, campaign, link, code, channel, currency,
      credit_micro, net_micro, new_micro, orders_link, orders_code, orders_both, orders_survey, on_total, unrated,
      gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
    FROM json_each(?5) AS pair
    CROSS JOIN covered
    CROSS JOIN credit_total AS c ON c.kind = pair.value ->> 0 AND c.model = pair.value ->> 1 AND c.day = covered.day
    WHERE covered.size = 1
    UNION ALL
    SELECT
      c.kind, c.model, c.day, creator, campaign, link, code, channel, currency,
      credit_micro, net_micro, new_micro, orders_link, orders_code, orders_both, orders_survey, on_total, unrated,
      gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares
    FROM json_each(?5) AS pair
    CROSS JOIN covered
    CROSS JOIN credit_block AS c
      ON c.kind = pair.value ->> 0 AND c.model = pair.value ->> 1 AND c.size = covered.size AND c.day = covered.day
    WHERE covered.size > 1
  )
  WHERE (
    creator = 0
    OR (?7 ->> '$.creator.keep' IS NULL OR (creator IN (SELECT value FROM json_each(?7, '$.creator.values'))) = ?7 ->> '$.creator.keep')
    AND (?7 ->> '$.campaign.keep' IS NULL OR (campaign IN (SELECT value FROM json_each(?7, '$.campaign.values'))) = ?7 ->> '$.campaign.keep')
    AND (?7 ->> '$.link.keep' IS NULL OR (link IN (SELECT value FROM json_each(?7, '$.link.values'))) = ?7 ->> '$.link.keep')
    AND (?7 ->> '$.code.keep' IS NULL OR (code IN (SELECT value FROM json_each(?7, '$.code.values'))) = ?7 ->> '$.code.keep')
    AND (?7 ->> '$.of_links' IS NULL OR coalesce((SELECT keep FROM told WHERE told.id = link), ?7 ->> '$.of_links.none'))
  )
  GROUP BY 1, 2, 3, 4, 5
);
