-- What tags should look like, and beside it what the newest ?1 links carry: [key with `=`, value as it stands, links], the most
-- carried first, at most ?2 of them.
WITH newest AS (
  SELECT target FROM link WHERE host <> 'import.invalid' ORDER BY id DESC LIMIT ?1
), asked (pair) AS (
  VALUES ('utm_source='), ('utm_medium='), ('utm_campaign='), ('utm_source_platform=')
), found AS (
  SELECT pair, substr(target, instr(target, pair) + length(pair)) AS rest FROM asked, newest WHERE instr(target, pair) > 0
), valued AS (
  SELECT pair, substr(rest, 1, min(instr(rest || '&', '&'), instr(rest || '#', '#')) - 1) AS value FROM found
), used AS (
  SELECT pair, value, count(*) AS links FROM valued WHERE length(value) BETWEEN 1 AND 300
  GROUP BY pair, value ORDER BY links DESC, pair, value LIMIT ?2
)
SELECT
  (SELECT said FROM hygiene WHERE id = 1) AS said,
  (SELECT version FROM hygiene WHERE id = 1) AS version,
  (SELECT json_group_array(json_array(pair, value, links)) FROM used) AS used;
