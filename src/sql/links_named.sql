-- The links that ?1 (ids), ?2 (names of the brand's own) and ?3 ([host, slug]) name, each a JSON list.
SELECT link.*
FROM (
  SELECT value AS id FROM json_each(?1)
  UNION
  SELECT own.id FROM json_each(?2) AS said CROSS JOIN link AS own ON own.external_id = said.value
  UNION
  SELECT at.id FROM json_each(?3) AS said CROSS JOIN link AS at ON at.host = said.value ->> 0 AND at.slug = said.value ->> 1
) AS named
CROSS JOIN link ON link.id = named.id;
