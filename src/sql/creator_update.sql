-- Changes creator ?1 if it is still at version ?2.
UPDATE OR IGNORE creator SET
  name = ?3, handle = ?4, cost_minor = ?5, currency = ?6, aliases = ?7, version = ?2 + 1, updated_at = ?8,
  archived_at = ?9
WHERE id = ?1 AND version = ?2;
