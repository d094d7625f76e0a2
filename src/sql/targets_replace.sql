-- Notes at ?2 that the targets of ?1, a JSON list of values by column, replace those of the same creator, campaign and metric
-- on any of their days.
UPDATE target SET superseded_at = ?2
FROM json_each(?1) AS row
WHERE target.superseded_at IS NULL AND target.creator_id IS row.value ->> 0 AND target.campaign_id IS row.value ->> 1
  AND target.metric = row.value ->> 2 AND target.from_day <= row.value ->> 6 AND target.to_day >= row.value ->> 5;
