-- Whose the codes of ?1 (a JSON list of ids) are: [id, code, creator, name, from when].
SELECT json_group_array(json_array(code.id, code.code, creator.id, creator.name, code.valid_from)) AS rows
FROM json_each(?1) AS asked
CROSS JOIN code ON code.id = asked.value
JOIN creator ON creator.id = code.creator_id;
