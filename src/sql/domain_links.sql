-- How many links host ?1 has, and how many of them lead somewhere at ?2; none counts further than ?3.
SELECT
  count(*) AS links,
  count(*) FILTER (WHERE enabled = 1 AND archived_at IS NULL AND (expires_at IS NULL OR expires_at > ?2)) AS live
FROM (SELECT enabled, archived_at, expires_at FROM link WHERE host = ?1 LIMIT ?3);
