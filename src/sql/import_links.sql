-- The links that the words of ?1 (a JSON list) mean: `12` by its id, `host/slug`, `@handle` a creator's link for imports (0: not made yet).
SELECT json_group_array(json_array(word, id)) AS rows
FROM (
  SELECT word, CASE
    WHEN word GLOB '@*' THEN (
      SELECT coalesce((
        SELECT link.id FROM link WHERE link.host = 'import.invalid' AND link.creator_id = creator.id ORDER BY link.id LIMIT 1
      ), 0)
      FROM creator
      WHERE creator.id = coalesce(
        (SELECT named.id FROM creator AS named WHERE named.handle = substr(word, 2)),
        CASE WHEN substr(word, 2) NOT GLOB '*[^0-9]*' THEN CAST(substr(word, 2) AS INTEGER) END
      )
    )
    WHEN word GLOB '*/*' THEN (
      SELECT link.id FROM link
      WHERE link.host = substr(word, 1, instr(word, '/') - 1) AND link.slug = substr(word, instr(word, '/') + 1)
    )
    ELSE (SELECT link.id FROM link WHERE link.id = CAST(word AS INTEGER))
  END AS id
  FROM (SELECT value AS word FROM json_each(?1))
)
WHERE id IS NOT NULL;
