-- A chunk of the leads and events in [?1, ?2) behind (occurred_at, kind, key) = (?3, ?4, ?5), at most ?6, each with what decides
-- its credit.
WITH sale AS (
  SELECT * FROM conversion INDEXED BY conversion_lead_time
  WHERE kind IN (3, 5) AND occurred_at >= max(?1, ?3) AND occurred_at < ?2 AND (occurred_at, kind, key) > (?3, ?4, ?5)
  ORDER BY occurred_at, kind, key
  LIMIT ?6
)
