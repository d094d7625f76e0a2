-- Changes the costs of ?1, a JSON list of [id, version, values by column ...], that are still at that version, at ?2.
UPDATE OR IGNORE cost SET
  external_id = row.value ->> 2, creator_id = row.value ->> 3, campaign_id = row.value ->> 4, post_id = row.value ->> 5,
  kind = row.value ->> 6, amount_minor = row.value ->> 7, currency = row.value ->> 8, basis_points = row.value ->> 9,
  minutes = row.value ->> 10, hourly_minor = row.value ->> 11, from_day = row.value ->> 12, to_day = row.value ->> 13,
  allow_overlap = row.value ->> 14, note = row.value ->> 15, version = cost.version + 1, updated_at = ?2
FROM json_each(?1) AS row
WHERE cost.id = row.value ->> 0 AND cost.version = row.value ->> 1;
