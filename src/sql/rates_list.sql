-- At most ?2 rates behind id ?1: of the currencies of ?3 (a JSON list) where it is given, of currency ?4 where it is given.
SELECT id, currency, day, rate_e9 AS rate, source, updated_at
FROM rate
WHERE id > ?1 AND (?3 IS NULL OR currency IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR currency = ?4)
ORDER BY id
LIMIT ?2;
