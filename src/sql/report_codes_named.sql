-- The codes of ?1, a JSON list of ids.
SELECT json_group_array(json_object('id', code.id, 'code', code, 'creator_id', creator_id)) AS rows
FROM json_each(?1) AS wanted
JOIN code ON code.id = wanted.value;
