-- Starts a job of kind ?1 at ?2 unless one is running; gives its id.
INSERT OR IGNORE INTO job (kind, state, started_at, heartbeat_at, days, events, orders)
VALUES (?1, 'running', ?2, ?2, '[]', 0, 0)
RETURNING id;
