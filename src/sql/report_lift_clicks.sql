-- Valid clicks over the days ?1 to ?2 of the links that ?3 keeps: a JSON object of filters, of which `{}` keeps all.
SELECT coalesce(sum(total.clicks), 0) AS clicks
FROM visit_total AS total
JOIN link ON link.id = total.id
WHERE
  total.scope = 3 AND total.day BETWEEN ?1 AND ?2
  AND (?3 ->> '$.creator.keep' IS NULL
    OR (link.creator_id IN (SELECT value FROM json_each(?3, '$.creator.values'))) = (?3 ->> '$.creator.keep'))
  AND (?3 ->> '$.campaign.keep' IS NULL
    OR (coalesce(link.campaign_id, 0) IN (SELECT value FROM json_each(?3, '$.campaign.values'))) = (?3 ->> '$.campaign.keep'))
  AND (?3 ->> '$.link.keep' IS NULL
    OR (link.id IN (SELECT value FROM json_each(?3, '$.link.values'))) = (?3 ->> '$.link.keep'));
