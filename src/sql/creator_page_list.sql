-- At most ?2 creators' pages behind id ?1, of creator ?3 where it is not null; those that were taken back are left out.
SELECT * FROM creator_page
WHERE id > ?1 AND revoked_at IS NULL AND (?3 IS NULL OR creator_id = ?3)
ORDER BY id LIMIT ?2;
