-- The links of ?1, a JSON list of ids.
SELECT json_group_array(json_object(
  'id', link.id, 'host', host, 'slug', slug, 'creator_id', link.creator_id, 'campaign_id', link.campaign_id, 'post', link.post,
  'platform', coalesce(link.platform, post.platform), 'content_kind', post.content_kind,
  'tags', CASE WHEN ?2 = 1 THEN substr(target, instr(target, char(63)) + 1) END
)) AS rows
FROM json_each(?1) AS wanted
JOIN link ON link.id = wanted.value
LEFT JOIN post ON post.handle = link.post;
