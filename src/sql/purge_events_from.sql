-- The first day whose events stay: ?1, or the day before the first that is not counted yet, up to ?2 days earlier.
SELECT CAST(min(?1, coalesce((
  SELECT max(min(day) - 1, ?1 - ?2) FROM dirty_day WHERE day >= ?1 - ?2
), ?1)) AS INTEGER) AS day;
