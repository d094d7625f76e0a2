-- Who is shown in a survey: the living creators of ?1 (a JSON list of ids) in its order, or the first ?2 there are where it is empty.
SELECT creator.id, creator.name
FROM json_each(?1) AS shown
CROSS JOIN creator ON creator.id = shown.value
WHERE creator.archived_at IS NULL
UNION ALL
SELECT id, name FROM (
  SELECT id, name FROM creator
  WHERE archived_at IS NULL AND NOT EXISTS (SELECT 1 FROM json_each(?1))
  ORDER BY id
  LIMIT ?2
);
