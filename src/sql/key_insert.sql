-- Stores a key: name, hash, hint, scopes, end, time; gives the id.
INSERT INTO api_key (name, hash, hint, scopes, expires_at, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
RETURNING id;
