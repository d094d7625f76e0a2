-- What the filters ?1 name that there is not: [filter, value].
SELECT json_group_array(json_array(name, value)) AS rows
FROM (
  SELECT filter.key AS name, one.value
  FROM json_each(?1) AS filter
  CROSS JOIN json_each(filter.value, '$.values') AS one
  WHERE NOT CASE filter.key
    WHEN 'creator' THEN EXISTS (SELECT 1 FROM creator WHERE id = one.value)
    WHEN 'campaign' THEN EXISTS (SELECT 1 FROM campaign WHERE id = one.value)
    WHEN 'link' THEN EXISTS (SELECT 1 FROM link WHERE id = one.value)
    WHEN 'code' THEN EXISTS (SELECT 1 FROM code WHERE id = one.value)
    WHEN 'post' THEN one.value = '' OR EXISTS (SELECT 1 FROM post WHERE handle = one.value)
      OR EXISTS (SELECT 1 FROM link WHERE post = one.value)
    WHEN 'platform' THEN one.value = '' OR EXISTS (SELECT 1 FROM link WHERE lower(platform) = one.value)
      OR EXISTS (SELECT 1 FROM post WHERE lower(platform) = one.value)
    WHEN 'content_kind' THEN one.value = '' OR EXISTS (SELECT 1 FROM post WHERE lower(content_kind) = one.value)
    ELSE 1
  END
);
