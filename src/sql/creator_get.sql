-- One creator.
SELECT * FROM creator WHERE id = ?1;
