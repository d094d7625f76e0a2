-- What is a creator's own: the name, the newest links and codes of creator ?1, each as a JSON list of at most ?2; a link is live
-- where it leads on at ?3, which is ?4 in RFC 3339.
SELECT json_array(
  (SELECT name FROM creator WHERE id = ?1),
  (SELECT json_group_array(json_object(
     'id', id, 'host', host, 'slug', slug, 'platform', platform, 'post', post, 'live', json(iif(
       archived_at IS NULL AND enabled AND coalesce(expires_at > ?3, 1) AND coalesce(more ->> 'starts_at' <= ?4, 1), 'true', 'false'))))
   FROM (SELECT * FROM link WHERE creator_id = ?1 AND host <> 'import.invalid' ORDER BY id DESC LIMIT ?2)),
  (SELECT json_group_array(json_object(
     'id', id, 'code', code, 'valid_from', valid_from, 'valid_until', valid_until))
   FROM (SELECT * FROM code WHERE creator_id = ?1 ORDER BY id DESC LIMIT ?2))
) AS rows;
