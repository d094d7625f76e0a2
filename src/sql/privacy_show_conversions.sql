-- The conversions of ?1, a JSON list of [kind, key], as they are kept.
SELECT stored.* FROM json_each(?1) AS one
CROSS JOIN conversion AS stored ON stored.kind = one.value ->> 0 AND stored.key = one.value ->> 1;
