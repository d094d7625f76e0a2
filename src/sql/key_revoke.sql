-- Takes key ?1 back; the first time counts.
UPDATE api_key SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1;
