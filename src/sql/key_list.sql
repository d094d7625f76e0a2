-- At most ?2 keys behind id ?1.
SELECT id, name, hint, scopes, expires_at, created_at, revoked_at FROM api_key WHERE id > ?1 ORDER BY id LIMIT ?2;
