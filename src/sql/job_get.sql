-- One job.
SELECT id, kind, state, started_at, finished_at, days, events, orders, error FROM job WHERE id = ?1;
