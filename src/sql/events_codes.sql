-- By what and from where the clicks of ?1, a JSON list of [day, visitor, at, nonce], were made: [at, nonce, codes].
SELECT json_group_array(json_array(event.at, event.nonce, event.codes)) AS rows
FROM json_each(?1) AS wanted
CROSS JOIN event ON event.day = wanted.value ->> 0 AND event.visitor = wanted.value ->> 1
  AND event.at = wanted.value ->> 2 AND event.nonce = wanted.value ->> 3;
