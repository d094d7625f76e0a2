-- Ids of ?1 (a JSON list) that no living creator has.
SELECT shown.value AS id FROM json_each(?1) AS shown
WHERE NOT EXISTS (SELECT 1 FROM creator WHERE creator.id = shown.value AND creator.archived_at IS NULL);
