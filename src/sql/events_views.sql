-- At most 20 pixel views of people before ?2 by the visitors of ?1, a JSON list of [UTC day, visitor]: link and time.
SELECT json_group_array(json_array(link, at)) AS rows
FROM (
  SELECT event.link, event.at
  FROM json_each(?1) AS wanted
  CROSS JOIN event ON event.day = wanted.value ->> 0 AND event.visitor = wanted.value ->> 1
  WHERE event.kind = 2 AND event.verdict = 0 AND event.link <> 0 AND event.at <= ?2
  LIMIT 20
);
