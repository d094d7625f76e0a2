-- Makes the posts of ?1, a JSON list of values by column, at ?2 unless a handle is taken, and gives their ids.
INSERT OR IGNORE INTO post (
  handle, creator_id, campaign_id, platform, content_kind, planned_day, delivered_day, url, ugc_value_minor, currency,
  ugc_method, quality, version, created_at, updated_at
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
  value ->> 9, value ->> 10, value ->> 11, 1, ?2, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
RETURNING id;
