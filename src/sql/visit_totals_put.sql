-- Stores the visit totals of scope ?1 and day ?2 from ?3, writes only those that changed, and gives their ids.
INSERT INTO visit_total (
  scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views,
  monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0,
  value ->> '$[1][0]', value ->> '$[1][1]', value ->> '$[1][2]', value ->> '$[1][3]', value ->> '$[1][4]',
  value ->> '$[2][0]', value ->> '$[2][1]', value ->> '$[2][2]',
  value ->> '$[3][0]', value ->> '$[3][1]', value ->> '$[3][2]', value ->> '$[3][3]', value ->> '$[3][4]',
  value ->> '$[3][5]', value ->> '$[3][6]', value ->> '$[3][7]'
FROM json_each(?3)
WHERE true
ON CONFLICT (scope, day, id) DO UPDATE SET
  clicks_gross = excluded.clicks_gross, clicks = excluded.clicks, bots = excluded.bots,
  previews = excluded.previews, prefetches = excluded.prefetches, visitor_days = excluded.visitor_days,
  views_gross = excluded.views_gross, views = excluded.views, monitors = excluded.monitors,
  internals = excluded.internals, suspects = excluded.suspects, duplicates = excluded.duplicates,
  rates = excluded.rates, landings_gross = excluded.landings_gross, landings = excluded.landings, pages = excluded.pages
WHERE (
  clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views,
  monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages
) IS NOT (
  excluded.clicks_gross, excluded.clicks, excluded.bots, excluded.previews,
  excluded.prefetches, excluded.visitor_days, excluded.views_gross, excluded.views,
  excluded.monitors, excluded.internals, excluded.suspects, excluded.duplicates,
  excluded.rates, excluded.landings_gross, excluded.landings, excluded.pages
)
RETURNING id;
