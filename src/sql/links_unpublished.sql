-- Takes at most ?1 links whose copy in KV is behind and that nobody puts: their one put is on its way from ?2 on.
UPDATE link SET published = -64 * CAST(?2 AS INTEGER) - 1
WHERE id IN (SELECT id FROM link WHERE published < version AND published > -64 * (?2 - 180000) ORDER BY id LIMIT ?1)
RETURNING *;
