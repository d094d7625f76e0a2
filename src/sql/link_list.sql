-- At most ?2 links behind id ?1, of creator ?3 and campaign ?4 where these are given; archived ones are left out.
SELECT * FROM link
WHERE id > ?1 AND archived_at IS NULL
  AND (?3 IS NULL OR creator_id = ?3) AND (?4 IS NULL OR campaign_id = ?4)
ORDER BY id LIMIT ?2;
