-- One site.
SELECT * FROM site WHERE id = ?1;
