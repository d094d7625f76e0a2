-- Keeps a host unless its name is kept already, or ?4 hosts are; gives the id.
INSERT OR IGNORE INTO domain (host, said, version, created_at, updated_at)
SELECT ?1, ?2, 1, ?3, ?3
WHERE (SELECT count(*) FROM domain WHERE archived_at IS NULL) < ?4
RETURNING id;
