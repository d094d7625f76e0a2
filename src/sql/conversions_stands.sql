-- Forgets of what stands under the keys of ?1 that it once did not stand.
DELETE FROM conversion_report
WHERE kind IN (SELECT kind FROM report) AND key IN (SELECT key FROM report) AND digest = (
  SELECT stored.digest FROM conversion AS stored
  WHERE stored.kind = conversion_report.kind AND stored.key = conversion_report.key
);
