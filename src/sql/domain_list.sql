-- At most ?2 hosts behind id ?1; archived ones are left out.
SELECT * FROM domain WHERE id > ?1 AND archived_at IS NULL ORDER BY id LIMIT ?2;
