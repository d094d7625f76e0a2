-- Visits over the days ?2 to ?3 by the dimensions of ?1 (a JSON list) and value: of link ?4 (-1 the whole), or where it is
-- null of the links of creator ?5 and campaign ?6, of which one may be null.
WITH RECURSIVE
span (day) AS (SELECT CAST(?2 AS INTEGER) UNION ALL SELECT day + 1 FROM span WHERE day < ?3),
wanted (id) AS MATERIALIZED (
  SELECT CAST(?4 AS INTEGER) WHERE ?4 IS NOT NULL
  UNION ALL
  SELECT id FROM link WHERE ?4 IS NULL AND creator_id = ?5 AND (?6 IS NULL OR campaign_id = ?6)
  UNION ALL
  SELECT id FROM link WHERE ?4 IS NULL AND ?5 IS NULL AND campaign_id = ?6
)
SELECT json_group_array(json_array(dimension, value, gross, clicks, views, landings, pages)) AS rows
FROM (
  SELECT
    part.dimension, part.value, sum(part.gross) AS gross, sum(part.clicks) AS clicks, sum(part.views) AS views,
    sum(part.landings) AS landings, sum(part.pages) AS pages
  FROM json_each(?1) AS dimension
  CROSS JOIN span
  CROSS JOIN wanted
  CROSS JOIN visit_part AS part
    ON part.dimension = dimension.value AND part.day = span.day AND part.link = wanted.id
  GROUP BY part.dimension, part.value
);
