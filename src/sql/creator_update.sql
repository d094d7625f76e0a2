-- Changes creator ?1 if it is still at version ?2.
UPDATE OR IGNORE creator SET
  name = ?3, handle = ?4, aliases = ?5, version = ?2 + 1, updated_at = ?6, archived_at = ?7
WHERE id = ?1 AND version = ?2;
