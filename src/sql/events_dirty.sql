-- Marks the UTC days of ?1 (a JSON list) as behind; writes nothing where a mark stands that no recount has claimed.
INSERT INTO dirty_day (day, generation, claimed)
SELECT value, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0 FROM json_each(?1) WHERE true
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
