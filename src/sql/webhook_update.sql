-- Changes webhook ?1 if it is still at version ?2.
UPDATE webhook SET
  name = ?3, url = ?4, events = ?5, enabled = ?6, secret = ?7, hint = ?8, former_secret = ?9, former_hint = ?10,
  gone_at = ?11, updated_at = ?12, archived_at = ?13, version = ?2 + 1
WHERE id = ?1 AND version = ?2;
