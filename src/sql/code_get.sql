-- One code.
SELECT * FROM code WHERE id = ?1;
