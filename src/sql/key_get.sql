-- One key as it is shown.
SELECT id, name, hint, scopes, expires_at, created_at, revoked_at FROM api_key WHERE id = ?1;
