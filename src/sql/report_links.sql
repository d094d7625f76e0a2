-- The links of ?1, a JSON list of ids.
SELECT json_group_array(json_object(
  'id', link.id, 'host', host, 'slug', slug, 'creator_id', creator_id, 'post', post, 'platform', platform
)) AS rows
FROM json_each(?1) AS wanted
JOIN link ON link.id = wanted.value;
