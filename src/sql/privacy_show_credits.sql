-- The credits of the orders of ?1, a JSON list of [kind, key].
SELECT credit.* FROM json_each(?1) AS one
CROSS JOIN credit ON credit.order_id = one.value ->> 1
WHERE one.value ->> 0 = 1;
