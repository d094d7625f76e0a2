-- Stores the visits of dimension ?1 and day ?2 from ?3, a JSON list of [link, [[value, [gross, clicks, views, landings, pages]]]], and writes only those that changed.
INSERT INTO visit_part (dimension, day, link, value, gross, clicks, views, landings, pages)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), each.value ->> 0, part.value ->> 0,
  part.value ->> '$[1][0]', part.value ->> '$[1][1]', part.value ->> '$[1][2]', part.value ->> '$[1][3]',
  part.value ->> '$[1][4]'
FROM json_each(?3) AS each
CROSS JOIN json_each(each.value, '$[1]') AS part
WHERE true
ON CONFLICT (dimension, day, link, value) DO UPDATE SET
  gross = excluded.gross, clicks = excluded.clicks, views = excluded.views, landings = excluded.landings,
  pages = excluded.pages
WHERE (gross, clicks, views, landings, pages)
  IS NOT (excluded.gross, excluded.clicks, excluded.views, excluded.landings, excluded.pages);
