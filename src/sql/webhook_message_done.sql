-- Notes what became of sending message ?1: state ?2, status ?3, error ?4, next attempt ?5, delivered at ?6; a replay since attempt ?7 began stays as it is.
UPDATE webhook_message SET
  state = ?2, last_status = ?3, last_error = ?4, next_at = ?5, delivered_at = ?6, attempts = attempts + 1
WHERE id = ?1 AND attempts = ?7;
