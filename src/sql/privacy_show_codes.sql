-- The codes that the orders of ?1 came with, a JSON list of [kind, key].
SELECT code.* FROM json_each(?1) AS one
CROSS JOIN order_code AS code ON code.order_id = one.value ->> 1
WHERE one.value ->> 0 = 1;
