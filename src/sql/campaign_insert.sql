-- Makes a campaign unless the handle is taken; gives the id.
INSERT OR IGNORE INTO campaign (name, handle, version, created_at, updated_at)
VALUES (?1, ?2, 1, ?3, ?3)
RETURNING id;
