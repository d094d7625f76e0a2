-- The versions of the links of ?1 (a JSON list of ids) that lead elsewhere than the one before them, the newest ?2 of each, in order.
SELECT link, version, at, query, more
FROM (
  SELECT
    link, version, at, query, more,
    row_number() OVER (PARTITION BY link ORDER BY version DESC) AS newest
  FROM (
    SELECT
      link, version, at,
      CASE WHEN instr(target, char(63)) > 0 THEN substr(target, instr(target, char(63))) ELSE '' END AS query,
      CASE WHEN more -> '$.rules' <> '[]' OR more ->> '$.app' IS NOT NULL
        THEN json_object('rules', more -> '$.rules', 'app', more -> '$.app') END AS more,
      target IS lag(target) OVER before AND more IS lag(more) OVER before AS alike
    FROM json_each(?1) AS wanted
    CROSS JOIN link_history ON link_history.link = wanted.value
    WINDOW before AS (PARTITION BY link ORDER BY version)
  )
  WHERE NOT alike
)
WHERE newest <= ?2
ORDER BY link, version;
