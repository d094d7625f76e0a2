-- Gives code ?1 to creator ?2 from ?3 until ?4 unless somebody holds it in that time; gives the id.
INSERT INTO code (code, creator_id, valid_from, valid_until, version, created_at, updated_at)
SELECT ?1, ?2, ?3, ?4, 1, ?5, ?5
WHERE NOT EXISTS (
  SELECT 1 FROM code AS held
  WHERE held.code = ?1
    AND (held.valid_until IS NULL OR ?3 IS NULL OR ?3 < held.valid_until)
    AND (?4 IS NULL OR held.valid_from IS NULL OR held.valid_from < ?4)
    AND (held.valid_from IS NULL OR held.valid_until IS NULL OR held.valid_from < held.valid_until)
)
RETURNING id;
