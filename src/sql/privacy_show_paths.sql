-- What may have led to the conversions of ?1, a JSON list of [kind, key].
SELECT path.* FROM json_each(?1) AS one
CROSS JOIN path ON path.kind = one.value ->> 0 AND path.key = one.value ->> 1;
