-- Ends job ?1 as ?2 (done, partial or failed) with what it did; a job that was taken over stays as it is.
UPDATE job SET state = ?2, finished_at = ?3, heartbeat_at = ?3, days = ?4, events = ?5, orders = ?6, error = ?7, doing = NULL
WHERE id = ?1 AND state = 'running';
