-- Marks the UTC days from ?1 to ?2 that have events as behind, so that they are counted again though nothing was written.
WITH RECURSIVE days (day) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT day + 1 FROM days WHERE day < ?2)
INSERT INTO dirty_day (day, generation, claimed)
SELECT day, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0 FROM days
WHERE EXISTS (SELECT 1 FROM event WHERE event.day = days.day)
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
