-- Which clicks the conversions of ?1 came with, a JSON list of [kind, key].
SELECT used.* FROM json_each(?1) AS one
CROSS JOIN click_use AS used ON used.kind = one.value ->> 0 AND used.key = one.value ->> 1;
