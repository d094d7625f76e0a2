-- Notes for every live webhook that wants it which links of ?1, a JSON list of [link, version, at, ok, said], began to fail with that check, or do not fail any more.
INSERT OR IGNORE INTO webhook_message (webhook_id, event, kind, key, version, facts, created_at, next_at)
SELECT
  webhook.id, iif(noted.alarms % 2 = 1, 'link.failing', 'link.recovered') AS told, 0, CAST(link.id AS TEXT), noted.alarms,
  json_object(
    'link_id', link.id, 'url', 'https://' || link.host || '/' || link.slug, 'external_id', link.external_id,
    'creator_id', link.creator_id, 'campaign_id', link.campaign_id, 'destination', link.destination,
    'problems', json(found.value -> 4 -> 'problems'), 'failing_since', noted.failing_since, 'checked_at', noted.at
  ), noted.at, noted.at
FROM webhook
CROSS JOIN json_each(?1) AS found
CROSS JOIN link_check AS noted ON noted.link = found.value ->> 0 AND noted.alarm_at = found.value ->> 2
CROSS JOIN link ON link.id = noted.link
WHERE webhook.enabled = 1 AND webhook.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM json_each(webhook.events) AS wanted WHERE wanted.value = told)
RETURNING id;
