-- How far import ?1 has come.
SELECT * FROM import WHERE name = ?1;
