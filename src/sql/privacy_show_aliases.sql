-- The further names of the orders of ?1, a JSON list of [kind, key].
SELECT alias.* FROM json_each(?1) AS one
CROSS JOIN order_alias AS alias ON alias.order_id = one.value ->> 1
WHERE one.value ->> 0 = 1;
