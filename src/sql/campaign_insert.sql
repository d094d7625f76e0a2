-- Makes a campaign unless the handle is taken; gives the id.
INSERT OR IGNORE INTO campaign (name, handle, version, created_at, updated_at, goal)
VALUES (?1, ?2, 1, ?3, ?3, ?4)
RETURNING id;
