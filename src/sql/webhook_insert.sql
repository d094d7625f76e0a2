-- Makes a webhook; gives the id.
INSERT INTO webhook
  (name, url, events, enabled, secret, hint, former_secret, former_hint, gone_at, version, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?10)
RETURNING id;
