-- Changes campaign ?1 if it is still at version ?2.
UPDATE OR IGNORE campaign SET
  name = ?3, handle = ?4, version = ?2 + 1, updated_at = ?5, archived_at = ?6, goal = ?7
WHERE id = ?1 AND version = ?2;
