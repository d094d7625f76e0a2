-- Changes the posts of ?1, a JSON list of [id, version, values by column ...], that are still at that version, at ?2.
UPDATE OR IGNORE post SET
  handle = row.value ->> 2, creator_id = row.value ->> 3, campaign_id = row.value ->> 4, platform = row.value ->> 5,
  content_kind = row.value ->> 6, planned_day = row.value ->> 7, delivered_day = row.value ->> 8, url = row.value ->> 9,
  ugc_value_minor = row.value ->> 10, currency = row.value ->> 11, ugc_method = row.value ->> 12,
  quality = row.value ->> 13, version = post.version + 1, updated_at = ?2
FROM json_each(?1) AS row
WHERE post.id = row.value ->> 0 AND post.version = row.value ->> 1;
