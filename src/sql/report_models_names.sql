-- Who is meant by the ids of ?2, a JSON list, in order of id; of ?1: 0 creators, 1 campaigns, 2 links.
SELECT json_group_array(json_array(id, name, handle)) AS rows
FROM (
  SELECT id, name, handle FROM creator WHERE ?1 = 0 AND id IN (SELECT value FROM json_each(?2))
  UNION ALL
  SELECT id, name, handle FROM campaign WHERE ?1 = 1 AND id IN (SELECT value FROM json_each(?2))
  UNION ALL
  SELECT id, host || '/' || slug, '' FROM link WHERE ?1 = 2 AND id IN (SELECT value FROM json_each(?2))
  ORDER BY id
);
