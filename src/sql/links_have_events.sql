-- Those of the links ?1, a JSON list of ids, that anything was ever counted for.
SELECT json_group_array(said.value) AS rows
FROM json_each(?1) AS said
WHERE EXISTS (SELECT 1 FROM hour_count WHERE hour_count.link = said.value);
