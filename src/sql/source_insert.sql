-- Makes a source unless the handle is taken; gives the id.
INSERT OR IGNORE INTO source
  (name, handle, secret, hint, former_secret, former_hint, order_field, trusted, enabled, kind, version, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, ?11)
RETURNING id;
