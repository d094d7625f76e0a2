-- How many conversions of kind ?1 there are on the days ?2 to ?3, and of those that come of a lead up to day ?4; how many pages
-- people reached, and when the last finished rollup began.
SELECT
  (
    SELECT count(*) FROM path
    WHERE kind = ?1 AND day BETWEEN ?2 AND max(?3, ?4) AND (day <= ?3 OR lead_at IS NOT NULL)
  ) AS conversions,
  (SELECT coalesce(sum(landings), 0) FROM visit_total WHERE scope = 0 AND day BETWEEN ?2 AND ?3) AS landings,
  (SELECT max(started_at) FROM job WHERE state = 'done') AS as_of;
