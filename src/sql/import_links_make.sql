-- Makes links for imports at ?2, for the creators that the words of ?1 (`@handle`, `@id`) name and that have none: put away, and never published.
INSERT INTO link (
  host, slug, destination, target, creator_id, utm, enabled, version, published, created_at, updated_at, archived_at
)
SELECT
  'import.invalid',
  -- A handle may have been another creator's before.
  creator.handle || iif(EXISTS (
    SELECT 1 FROM link AS taken WHERE taken.host = 'import.invalid' AND taken.slug = creator.handle
  ), '-' || creator.id, ''),
  'https://import.invalid/', 'https://import.invalid/', creator.id, '{}', 0, 1, 1, ?2, ?2, ?2
FROM (
  SELECT DISTINCT coalesce(
    (SELECT named.id FROM creator AS named WHERE named.handle = substr(word.value, 2)),
    CASE WHEN substr(word.value, 2) NOT GLOB '*[^0-9]*' THEN CAST(substr(word.value, 2) AS INTEGER) END
  ) AS id
  FROM json_each(?1) AS word
  WHERE word.value GLOB '@*'
) AS wanted
CROSS JOIN creator ON creator.id = wanted.id
WHERE NOT EXISTS (
  SELECT 1 FROM link AS own WHERE own.host = 'import.invalid' AND own.creator_id = creator.id
);
