-- Makes the codes of ?1, each unless somebody holds it in that time, and gives their ids.
-- ?1 is a JSON list of [code, creator, from, until, campaign, kind, value, currency], ?2 the time. Rows of one list are
-- not held against each other: their maker sees to that.
INSERT INTO code (
  code, creator_id, valid_from, valid_until, campaign_id, discount_kind, discount_value, currency, version, created_at,
  updated_at
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, 1, ?2, ?2
FROM json_each(?1)
WHERE NOT EXISTS (
  SELECT 1 FROM code AS held
  WHERE held.code = value ->> 0
    AND (held.valid_until IS NULL OR value ->> 2 IS NULL OR value ->> 2 < held.valid_until)
    AND (value ->> 3 IS NULL OR held.valid_from IS NULL OR held.valid_from < value ->> 3)
    AND (held.valid_from IS NULL OR held.valid_until IS NULL OR held.valid_from < held.valid_until)
)
ORDER BY json_each.key
RETURNING id, code, valid_from;
