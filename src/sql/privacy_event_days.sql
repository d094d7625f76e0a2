-- The UTC days on which the visitors of ?1 (a JSON list) were seen: [day, visitor, events].
WITH RECURSIVE days (day) AS (
  SELECT day FROM (SELECT min(day) AS day FROM event) WHERE day IS NOT NULL
  UNION ALL
  SELECT day + 1 FROM days WHERE day < (SELECT max(day) FROM event)
)
SELECT json_group_array(json_array(day, visitor, events)) AS rows
FROM (
  SELECT event.day, event.visitor, count(*) AS events
  FROM json_each(?1) AS wanted
  CROSS JOIN days
  CROSS JOIN event ON event.day = days.day AND event.visitor = wanted.value
  GROUP BY event.day, event.visitor
);
