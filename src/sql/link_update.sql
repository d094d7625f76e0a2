-- Changes link ?1 if it is still at version ?2 and the brand's own name for it is free.
UPDATE OR IGNORE link SET
  destination = ?3, target = ?4, creator_id = ?5, campaign_id = ?6, post = ?7, platform = ?8, utm = ?9,
  expires_at = ?10, enabled = ?11, more = ?12, external_id = ?13, changed_by = ?14,
  version = ?2 + 1, updated_at = ?15, archived_at = ?16
WHERE id = ?1 AND version = ?2;
