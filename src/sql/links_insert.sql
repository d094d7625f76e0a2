-- Makes the links of ?1, a JSON list of values by column, unless host and slug, or the brand's own name, are taken.
-- Gives their ids with host and slug; the one put of each is on its way from that moment on.
INSERT OR IGNORE INTO link (
  host, slug, destination, target, creator_id, campaign_id, post, platform, utm, expires_at, enabled, more, external_id,
  changed_by, updated_at, archived_at, created_at, version, published
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
  value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15, value ->> 14, 1, -64 * (value ->> 14) - 1
FROM json_each(?1)
WHERE true
ORDER BY json_each.key
RETURNING id, host, slug;
