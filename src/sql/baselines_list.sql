-- At most ?2 baselines behind id ?1: of the metrics of ?3 (a JSON list) where it is given, also those replaced where ?4 is 1, of
-- metric ?5 where it is given.
SELECT id, metric, value_micro AS value, currency, set_at, superseded_at
FROM baseline
WHERE id > ?1 AND (superseded_at IS NULL OR ?4 = 1)
  AND (?3 IS NULL OR metric IN (SELECT value FROM json_each(?3))) AND (?5 IS NULL OR metric = ?5)
ORDER BY id
LIMIT ?2;
