-- Every creator.
SELECT json_group_array(json_object('id', id, 'name', name, 'handle', handle)) AS rows FROM creator;
