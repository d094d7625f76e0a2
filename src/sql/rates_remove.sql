-- Forgets rate ?1.
DELETE FROM rate WHERE id = ?1;
