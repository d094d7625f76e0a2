-- Marks the days from ?1 to ?2 as days whose journeys are behind.
WITH RECURSIVE days (day) AS (
  SELECT CAST(?1 AS INTEGER) WHERE ?1 <= ?2
  UNION ALL
  SELECT day + 1 FROM days WHERE day < ?2
)
INSERT OR IGNORE INTO journey_day (day) SELECT day FROM days;
