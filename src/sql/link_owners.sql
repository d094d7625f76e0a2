-- Whom the links of ?1 (a JSON list of ids) belong to: link, creator, campaign.
SELECT json_group_array(json_array(link.id, link.creator_id, coalesce(link.campaign_id, 0))) AS rows
FROM json_each(?1) AS wanted
JOIN link ON link.id = wanted.value;
