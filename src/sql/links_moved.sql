-- The links of ?1, a JSON list of [id, version], that are of another version by now.
SELECT link.*
FROM json_each(?1) AS put
CROSS JOIN link ON link.id = put.value ->> 0
WHERE link.version <> put.value ->> 1;
