-- What is kept of clicks beside their links' own tags, of links behind ?4 up to ?5 on the days ?2 to ?3, by the dimensions
-- ?1 (a JSON list): [link, day, dimension, value, gross, valid]; day -1 for all days of a link that never changed.
WITH RECURSIVE
span (day) AS (SELECT CAST(?2 AS INTEGER) UNION ALL SELECT day + 1 FROM span WHERE day < ?3)
SELECT json_group_array(json_array(link, day, dimension, value, gross, valid)) AS rows
FROM (
  SELECT
    part.link,
    CASE WHEN EXISTS (
      SELECT 1 FROM link_history WHERE link_history.link = part.link LIMIT 1 OFFSET 1
    ) THEN part.day ELSE -1 END AS day,
    part.dimension, part.value, sum(part.gross) AS gross, sum(part.clicks) AS valid
  FROM json_each(?1) AS dimension
  CROSS JOIN span
  CROSS JOIN visit_part AS part
    ON part.dimension = dimension.value AND part.day = span.day AND part.link > ?4 AND part.link <= ?5
  GROUP BY part.link, 2, part.dimension, part.value
);
