-- The campaigns of ?1, a JSON list of ids.
SELECT campaign.* FROM json_each(?1) AS said CROSS JOIN campaign ON campaign.id = said.value;
