-- Marks the days of the events of ?1, a JSON list of [day, ...], as behind where they are still counted: a recount that is on its way may have met the events under either visitor.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT value ->> 0, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM json_each(?1)
WHERE value ->> 0 >= (SELECT value FROM meta WHERE name = 'purged_until')
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
