-- Every post.
SELECT json_group_array(json_object(
  'id', id, 'handle', handle, 'creator_id', creator_id, 'campaign_id', campaign_id, 'platform', platform,
  'content_kind', content_kind
)) AS rows FROM post;
