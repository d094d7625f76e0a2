-- Changes survey ?1 if it is still at version ?2.
UPDATE OR IGNORE survey SET
  handle = ?3, question = ?4, creator_ids = ?5, other_options = ?6, free_text = ?7, enabled = ?8, version = ?2 + 1,
  updated_at = ?9, archived_at = ?10
WHERE id = ?1 AND version = ?2;
