-- Marks the days of ?1 as behind; writes nothing where a mark stands that no recount has claimed.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT (value ->> 1) / 86400000, 1, 0 FROM json_each(?1) WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
