-- Keeps the checks of ?1, a JSON list of [link, version, at, ok, said], of links that are still at that version; a link is due again after ?2 ms, after a first failed check ?3, while it goes on failing ?4.
INSERT INTO link_check (link, version, at, ok, failures, failing_since, due_at, said)
SELECT
  link.id, link.version, found.value ->> 2, found.value ->> 3, iif(found.value ->> 3 = 0, 1, 0),
  iif(found.value ->> 3 = 0, found.value ->> 2, NULL), found.value ->> 2, found.value ->> 4
FROM json_each(?1) AS found
CROSS JOIN link ON link.id = found.value ->> 0 AND link.version = found.value ->> 1
WHERE true
ON CONFLICT (link) DO UPDATE SET
  version = excluded.version,
  at = excluded.at,
  said = excluded.said,
  -- Where nobody can tell, what failed before still does.
  ok = iif(excluded.ok IS NULL AND link_check.ok = 0, 0, excluded.ok),
  failures = CASE excluded.ok WHEN 0 THEN link_check.failures + 1 WHEN 1 THEN 0 ELSE link_check.failures END,
  failing_since = CASE excluded.ok WHEN 0 THEN coalesce(link_check.failing_since, excluded.at) WHEN 1 THEN NULL ELSE link_check.failing_since END,
  -- One failed check may be a hiccup: the second in a row is told. Of what leads nowhere nothing is.
  alarms = link_check.alarms + iif(link_check.due_at IS NOT NULL AND (
    excluded.ok IS 0 AND link_check.failures >= 1 AND link_check.alarms % 2 = 0 OR excluded.ok IS 1 AND link_check.alarms % 2 = 1
  ), 1, 0),
  alarm_at = iif(link_check.due_at IS NOT NULL AND (
    excluded.ok IS 0 AND link_check.failures >= 1 AND link_check.alarms % 2 = 0 OR excluded.ok IS 1 AND link_check.alarms % 2 = 1
  ), excluded.at, link_check.alarm_at),
  -- What leads nowhere can be checked, and is not due by that.
  due_at = iif(link_check.due_at IS NULL, NULL, excluded.at + CAST(CASE
    WHEN excluded.ok IS NOT 0 THEN ?2
    WHEN link_check.failures = 0 THEN ?3
    ELSE ?4
  END AS INTEGER))
-- Of checks that went on at once, within ?5 ms, one counts as failed.
WHERE excluded.ok IS NOT 0 OR link_check.ok IS NOT 0 OR link_check.version <> excluded.version
  OR link_check.at <= excluded.at - CAST(?5 AS INTEGER)
RETURNING link, version, at, failures, failing_since, said;
