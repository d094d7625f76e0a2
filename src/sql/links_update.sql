-- Changes the links of ?1, a JSON list of [id, version, values by column], that are still at that version and whose own name is free.
-- Gives their ids.
UPDATE OR IGNORE link SET
  destination = said.value ->> 2, target = said.value ->> 3, creator_id = said.value ->> 4, campaign_id = said.value ->> 5,
  post = said.value ->> 6, platform = said.value ->> 7, utm = said.value ->> 8, expires_at = said.value ->> 9,
  enabled = said.value ->> 10, more = said.value ->> 11, external_id = said.value ->> 12, changed_by = said.value ->> 13,
  updated_at = said.value ->> 14, archived_at = said.value ->> 15, version = link.version + 1,
  -- One more put is on its way; what was on its way for three minutes is not any more.
  published = iif(
    link.published > -64 * ((said.value ->> 14) - 180000),
    -64 * (said.value ->> 14) - 1,
    -64 * (said.value ->> 14) - 32 - min(-link.published % 32 + 1, 31)
  )
FROM json_each(?1) AS said
WHERE link.id = said.value ->> 0 AND link.version = said.value ->> 1
RETURNING id;
