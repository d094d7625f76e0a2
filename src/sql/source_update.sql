-- Changes source ?1 if it is still at version ?2.
UPDATE OR IGNORE source SET
  name = ?3, handle = ?4, secret = ?5, hint = ?6, former_secret = ?7, former_hint = ?8, order_field = ?9, trusted = ?10,
  enabled = ?11, updated_at = ?12, archived_at = ?13, version = ?2 + 1
WHERE id = ?1 AND version = ?2;
