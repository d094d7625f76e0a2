-- Notes for every live webhook that wants it that job ?1 has ended; a job that was taken over, or had nothing to do, is left out.
INSERT OR IGNORE INTO webhook_message (webhook_id, event, kind, key, version, facts, created_at, next_at)
SELECT
  webhook.id, 'rollup.finished', 0, CAST(job.id AS TEXT), 1, json_object(
    'id', job.id, 'kind', job.kind, 'state', job.state, 'started_at', job.started_at, 'finished_at', job.finished_at,
    'days', json(job.days), 'events', job.events, 'orders', job.orders
  ), job.finished_at, job.finished_at
FROM job
CROSS JOIN webhook
WHERE job.id = ?1 AND job.state IN ('done', 'partial', 'failed') AND (job.state, job.days) <> ('done', '[]')
  AND webhook.enabled = 1 AND webhook.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM json_each(webhook.events) AS wanted WHERE wanted.value = 'rollup.finished')
RETURNING id;
