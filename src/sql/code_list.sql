-- At most ?2 codes behind id ?1.
SELECT * FROM code WHERE id > ?1 ORDER BY id LIMIT ?2;
