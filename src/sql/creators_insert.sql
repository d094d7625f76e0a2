-- Makes the creators of ?1, a JSON list of [name, handle], at ?2 unless a handle is taken.
INSERT OR IGNORE INTO creator (name, handle, aliases, version, created_at, updated_at)
SELECT value ->> 0, value ->> 1, '[]', 1, ?2, ?2
FROM json_each(?1)
WHERE true
ORDER BY json_each.key;
