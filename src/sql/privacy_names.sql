-- The further names of the orders of ?1, a JSON list of order ids.
SELECT json_group_array(alias.name) AS rows
FROM json_each(?1) AS wanted CROSS JOIN order_alias AS alias ON alias.order_id = wanted.value;
