-- Renews the lease of job ?1; where it was lost the whole batch fails, so a job that was taken over writes nothing.
UPDATE job SET
  state = CASE state WHEN 'running' THEN 'running' END,
  heartbeat_at = ?2, days = ?3, events = ?4, orders = ?5, doing = ?6
WHERE id = ?1;
