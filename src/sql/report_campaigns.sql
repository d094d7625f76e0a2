-- Every campaign.
SELECT json_group_array(json_object('id', id, 'name', name, 'handle', handle, 'goal', goal)) AS rows FROM campaign;
