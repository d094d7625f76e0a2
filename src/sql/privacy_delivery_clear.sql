-- Forgets the deliveries of ?1, a JSON list of ids.
DELETE FROM delivery WHERE id IN (SELECT value FROM json_each(?1));
