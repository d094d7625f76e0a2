-- Makes a survey unless the handle is taken; gives the id.
INSERT OR IGNORE INTO survey (
  handle, question, creator_ids, other_options, free_text, enabled, version, created_at, updated_at
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7)
RETURNING id;
