-- Forgets how many events erasure ?1 has changed here: its receipt says so.
DELETE FROM meta WHERE name = 'erased:' || CAST(?1 AS INTEGER);
