-- Changes a creator's page ?1 if it is still at version ?2.
UPDATE creator_page SET money = ?3, expires_at = ?4, version = ?2 + 1, updated_at = ?5, revoked_at = ?6
WHERE id = ?1 AND version = ?2;
