-- One link.
SELECT * FROM link WHERE id = ?1;
