-- The links of ?1 and the creators of these and of ?2, both JSON lists of ids, as a decision names them.
SELECT json_array(
  (
    SELECT json_group_array(json_array(link.id, host, slug, creator_id, coalesce(campaign_id, 0)))
    FROM json_each(?1) AS wanted
    JOIN link ON link.id = wanted.value
  ),
  (
    SELECT json_group_array(json_array(creator.id, name, handle))
    FROM (
      SELECT value AS id FROM json_each(?2)
      UNION
      SELECT link.creator_id FROM json_each(?1) AS wanted JOIN link ON link.id = wanted.value
    ) AS wanted
    JOIN creator ON creator.id = wanted.id
  )
) AS rows;
