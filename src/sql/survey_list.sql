-- At most ?2 surveys behind id ?1; archived ones are left out.
SELECT * FROM survey WHERE id > ?1 AND archived_at IS NULL ORDER BY id LIMIT ?2;
