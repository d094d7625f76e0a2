-- Makes a creator unless the handle is taken; gives the id.
INSERT OR IGNORE INTO creator (name, handle, cost_minor, currency, aliases, version, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)
RETURNING id;
