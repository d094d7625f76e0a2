-- Changes code ?1 if it is still at version ?2 and nobody else holds the word in that time.
UPDATE code SET
  creator_id = ?3, valid_from = ?4, valid_until = ?5, version = ?2 + 1, updated_at = ?6, campaign_id = ?7,
  discount_kind = ?8, discount_value = ?9, currency = ?10
WHERE id = ?1 AND version = ?2 AND NOT EXISTS (
  SELECT 1 FROM code AS held
  WHERE held.code = code.code AND held.id <> code.id
    AND (held.valid_until IS NULL OR ?4 IS NULL OR ?4 < held.valid_until)
    AND (?5 IS NULL OR held.valid_from IS NULL OR held.valid_from < ?5)
    AND (held.valid_from IS NULL OR held.valid_until IS NULL OR held.valid_from < held.valid_until)
);
