-- The newest ?2 jobs before id ?1.
SELECT id, kind, state, started_at, finished_at, days, events, orders, doing, error FROM job
WHERE id < ?1 ORDER BY id DESC LIMIT ?2;
