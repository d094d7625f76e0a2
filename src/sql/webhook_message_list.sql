-- The newest ?2 messages before id ?1 of webhook ?3, in state ?4 where that is given.
SELECT
  id, webhook_id, event, kind, key, version, created_at, attempts, next_at, state, last_status, last_error, delivered_at
FROM webhook_message WHERE id < ?1 AND webhook_id = ?3 AND (?4 IS NULL OR state = ?4) ORDER BY id DESC LIMIT ?2;
