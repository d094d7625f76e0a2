-- Marks the days of the orders that carried code ?1: whose they are may have changed.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM conversion WHERE kind = 1 AND code IS NOT NULL AND code = ?1
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
