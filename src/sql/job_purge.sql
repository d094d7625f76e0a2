-- Forgets jobs that began before ?1, but for the newest.
DELETE FROM job WHERE started_at < ?1 AND state <> 'running' AND id < (SELECT max(id) FROM job);
