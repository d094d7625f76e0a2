-- Lets at most ?2 links rest that are due at ?1 and have ended: they are due again when they are changed, and do not fail.
UPDATE link_check SET due_at = NULL, ok = NULL, failures = 0, failing_since = NULL, alarms = alarms + alarms % 2
WHERE link IN (
  SELECT waiting.link
  FROM (SELECT link FROM link_check WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2) AS waiting
  CROSS JOIN link ON link.id = waiting.link
  WHERE link.expires_at <= ?1
);
