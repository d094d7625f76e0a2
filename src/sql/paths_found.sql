-- The stored paths of ?1 where not all that they were made of is kept any more: [place, before which moment steps are taken from here, steps].
-- ?1 is a JSON list of [place, kind, key, 1 where a touch of it was made nobody's]; events before ?2 are gone.
SELECT json_group_array(json_array(
  one.value ->> 0, iif(one.value ->> 3 OR stored.erased_at IS NOT NULL, 9007199254740991, CAST(?2 AS INTEGER)),
  json(path.steps)
)) AS rows
FROM json_each(?1) AS one
CROSS JOIN path ON path.kind = one.value ->> 1 AND path.key = one.value ->> 2
CROSS JOIN conversion AS stored ON stored.kind = path.kind AND stored.key = path.key
-- No window is wider than 90 days.
WHERE one.value ->> 3 OR stored.erased_at IS NOT NULL OR path.occurred_at < ?2 + 7776000000;
