-- One job.
SELECT id, kind, state, started_at, finished_at, days, events, orders, doing, error FROM job WHERE id = ?1;
