-- The links of ?1, a JSON list of [id, ...], that are to be put again, alone since ?2.
SELECT link.*
FROM json_each(?1) AS put
CROSS JOIN link ON link.id = put.value ->> 0
WHERE link.published = -64 * ?2 - 1;
