-- What opens key ?1.
SELECT hash, scopes, expires_at, revoked_at FROM api_key WHERE id = ?1;
