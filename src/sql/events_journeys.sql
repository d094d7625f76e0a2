-- What the visitors in (?2, ?3] did whose last touch was on UTC day ?1, alike journeys together: [journey, how many], where a
-- journey is links and other channels in order of time, a space between two, the latest 50. ?4 is a JSON list of [visitor, when they bought
-- last]: only what came after counts. Who is known for a day only has no other day; for everybody else ?5 days around are
-- looked at.
WITH RECURSIVE
before (day) AS (
  SELECT CAST(?1 AS INTEGER) - CAST(?5 AS INTEGER)
  UNION ALL
  SELECT day + 1 FROM before WHERE day < CAST(?1 AS INTEGER) - 1
),
behind (day) AS (
  SELECT CAST(?1 AS INTEGER) + 1
  UNION ALL
  SELECT day + 1 FROM behind WHERE day < CAST(?1 AS INTEGER) + CAST(?5 AS INTEGER)
),
ended (visitor) AS MATERIALIZED (
  SELECT DISTINCT here.visitor
  FROM event AS here
  WHERE here.day = ?1 AND here.visitor > ?2 AND here.visitor <= ?3 AND here.verdict = 0
    AND (here.kind = 1 AND here.link <> 0 OR here.kind = 3 AND here.link = 0 AND here.labels IS NOT NULL)
    AND (here.visitor < 140737488355328 OR NOT EXISTS (
      SELECT 1
      FROM behind
      CROSS JOIN event AS again ON again.day = behind.day AND again.visitor = here.visitor
      WHERE again.verdict = 0
        AND (again.kind = 1 AND again.link <> 0 OR again.kind = 3 AND again.link = 0 AND again.labels IS NOT NULL)
    ))
),
bought (visitor, last) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?4)),
touch (visitor, at, nonce, who) AS (
  SELECT event.visitor, event.at, event.nonce, iif(event.link = 0, event.labels, event.link)
  FROM ended
  CROSS JOIN event ON event.day = ?1 AND event.visitor = ended.visitor
  WHERE event.verdict = 0
    AND (event.kind = 1 AND event.link <> 0 OR event.kind = 3 AND event.link = 0 AND event.labels IS NOT NULL)
  UNION ALL
  SELECT event.visitor, event.at, event.nonce, iif(event.link = 0, event.labels, event.link)
  FROM ended
  CROSS JOIN before
  CROSS JOIN event ON event.day = before.day AND event.visitor = ended.visitor
  WHERE ended.visitor >= 140737488355328 AND event.verdict = 0
    AND (event.kind = 1 AND event.link <> 0 OR event.kind = 3 AND event.link = 0 AND event.labels IS NOT NULL)
)
SELECT json_group_array(json_array(journey, journeys)) AS rows
FROM (
  SELECT journey, count(*) AS journeys
  FROM (
    SELECT group_concat(who, ' ' ORDER BY at, nonce) AS journey
    FROM (
      SELECT touch.*, row_number() OVER (PARTITION BY touch.visitor ORDER BY touch.at DESC, touch.nonce DESC) AS place
      FROM touch
      LEFT JOIN bought ON bought.visitor = touch.visitor
      WHERE bought.last IS NULL OR touch.at > bought.last
    )
    WHERE place <= 50
    GROUP BY visitor
  )
  GROUP BY journey
);
