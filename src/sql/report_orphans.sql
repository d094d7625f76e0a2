-- Visits over the days ?1 to ?2 to addresses without a live link, and when the last finished rollup began.
SELECT
  (SELECT coalesce(sum(clicks_gross + views_gross), 0) FROM visit_total
   WHERE scope = 3 AND id = 0 AND day BETWEEN ?1 AND ?2) AS orphan_visits,
  (SELECT max(started_at) FROM job WHERE state = 'done') AS as_of;
