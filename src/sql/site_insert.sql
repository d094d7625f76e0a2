-- Makes a site; gives the id.
INSERT INTO site (name, token, origins, enabled, version, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
RETURNING id;
