-- Living creators and campaigns by what ?1 and ?2 (JSON lists of texts) call them: [word, id], handles before ids.
SELECT json_object(
  'creators', (
    SELECT json_group_array(json_array(word.value, creator.id))
    FROM json_each(?1) AS word
    JOIN creator ON creator.id = coalesce(
      (SELECT named.id FROM creator AS named WHERE named.handle = word.value),
      CASE WHEN word.value NOT GLOB '*[^0-9]*' THEN CAST(word.value AS INTEGER) END
    )
    WHERE creator.archived_at IS NULL
  ),
  'campaigns', (
    SELECT json_group_array(json_array(word.value, campaign.id))
    FROM json_each(?2) AS word
    JOIN campaign ON campaign.id = coalesce(
      (SELECT named.id FROM campaign AS named WHERE named.handle = word.value),
      CASE WHEN word.value NOT GLOB '*[^0-9]*' THEN CAST(word.value AS INTEGER) END
    )
    WHERE campaign.archived_at IS NULL
  )
) AS rows;
