-- Takes the lease from a running job that has been silent since before ?1.
UPDATE job SET state = 'abandoned', finished_at = ?2, error = 'The job fell silent; its days stay behind and are counted again.'
WHERE state = 'running' AND heartbeat_at < ?1;
