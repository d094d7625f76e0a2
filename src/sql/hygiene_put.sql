-- Says what tags should look like, if it is still of version ?2; gives the new version.
INSERT INTO hygiene (id, said, version, updated_at)
SELECT 1, ?1, CAST(?2 AS INTEGER) + 1, ?3
WHERE ?2 = coalesce((SELECT version FROM hygiene WHERE id = 1), 0)
ON CONFLICT (id) DO UPDATE SET said = excluded.said, version = excluded.version, updated_at = excluded.updated_at
RETURNING version;
