-- Adds up visits from day ?1 of ?2 days: two days of a block of two, else two blocks of a half.
INSERT INTO visit_block (
  scope, size, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views, monitors, internals,
  suspects, duplicates, rates, landings
)
SELECT
  scope, CAST(?2 AS INTEGER), CAST(?1 AS INTEGER), id,
  sum(clicks_gross), sum(clicks), sum(bots), sum(previews), sum(prefetches), sum(visitor_days), sum(views),
  sum(monitors), sum(internals), sum(suspects), sum(duplicates), sum(rates), sum(landings)
FROM (
  SELECT
    v.scope, id,
    clicks_gross, clicks, bots, previews, prefetches, visitor_days, views, monitors, internals, suspects, duplicates,
    rates, landings
  FROM (VALUES (0), (1), (2), (3)) AS each
  CROSS JOIN visit_total AS v ON ?2 = 2 AND v.scope = each.column1 AND v.day >= ?1 AND v.day < ?1 + ?2
  UNION ALL
  SELECT
    v.scope, id,
    clicks_gross, clicks, bots, previews, prefetches, visitor_days, views, monitors, internals, suspects, duplicates,
    rates, landings
  FROM (VALUES (0), (1), (2), (3)) AS each
  CROSS JOIN visit_block AS v
    ON ?2 > 2 AND v.scope = each.column1 AND v.size = CAST(?2 AS INTEGER) / 2 AND v.day >= ?1 AND v.day < ?1 + ?2
)
GROUP BY scope, id;
