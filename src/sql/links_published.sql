-- Notes for ?1, a JSON list of [id, version, begun, done], whose puts have ended, which copies KV has; where others were on their way beside, the last one puts again, alone since ?2.
UPDATE link SET published = CASE
  WHEN -link.published % 64 = 1 THEN iif(put.value ->> 3, link.version, 0)
  WHEN -link.published % 32 > 1 THEN link.published + 1
  ELSE iif(put.value ->> 3, -64 * CAST(?2 AS INTEGER) - 1, 0)
END
FROM json_each(?1) AS put
WHERE link.id = put.value ->> 0 AND (
  link.published = -64 * (put.value ->> 2) - 1 AND link.version = put.value ->> 1
  -- Beyond thirty nobody counts: they are over when they are old.
  OR link.published < 0 AND -link.published % 64 BETWEEN 33 AND 62
);
