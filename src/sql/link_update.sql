-- Changes link ?1 if it is still at version ?2.
UPDATE link SET
  destination = ?3, target = ?4, creator_id = ?5, campaign_id = ?6, post = ?7, platform = ?8, utm = ?9,
  expires_at = ?10, enabled = ?11, version = ?2 + 1, updated_at = ?12, archived_at = ?13
WHERE id = ?1 AND version = ?2;
