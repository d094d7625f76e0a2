-- Creators, campaigns and posts by what ?1, ?2 and ?3 (JSON lists of texts in order) call them, handles before ids: [word, id],
-- of posts also whose. What was put away is still there: its bills come late.
SELECT json_object(
  'creators', (
    SELECT json_group_array(json_array(word, id))
    FROM (
      SELECT word.value AS word, creator.id AS id
      FROM json_each(?1) AS word
      CROSS JOIN creator ON creator.id = coalesce(
        (SELECT named.id FROM creator AS named WHERE named.handle = word.value),
        CASE WHEN word.value NOT GLOB '*[^0-9]*' THEN CAST(word.value AS INTEGER) END
      )
      ORDER BY word.key
    )
  ),
  'campaigns', (
    SELECT json_group_array(json_array(word, id))
    FROM (
      SELECT word.value AS word, campaign.id AS id
      FROM json_each(?2) AS word
      CROSS JOIN campaign ON campaign.id = coalesce(
        (SELECT named.id FROM campaign AS named WHERE named.handle = word.value),
        CASE WHEN word.value NOT GLOB '*[^0-9]*' THEN CAST(word.value AS INTEGER) END
      )
      ORDER BY word.key
    )
  ),
  'posts', (
    SELECT json_group_array(json_array(word, id, creator_id))
    FROM (
      SELECT word.value AS word, post.id AS id, post.creator_id AS creator_id
      FROM json_each(?3) AS word
      CROSS JOIN post ON post.id = coalesce(
        (SELECT named.id FROM post AS named WHERE named.handle = word.value),
        CASE WHEN word.value NOT GLOB '*[^0-9]*' THEN CAST(word.value AS INTEGER) END
      )
      ORDER BY word.key
    )
  )
) AS rows;
