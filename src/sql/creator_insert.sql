-- Makes a creator unless the handle is taken; gives the id.
INSERT OR IGNORE INTO creator (name, handle, aliases, version, created_at, updated_at)
VALUES (?1, ?2, ?3, 1, ?4, ?4)
RETURNING id;
