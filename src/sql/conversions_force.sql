-- Marks every day with conversions as behind, so that they are counted again though nothing was told.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0 FROM conversion WHERE kind IN (1, 3, 5)
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
