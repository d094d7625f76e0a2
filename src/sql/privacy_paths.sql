-- Gives the paths of the leads and events of ?1 their other ids: a JSON list of [kind, id, other id].
UPDATE OR REPLACE path SET key = (
  SELECT value ->> 2 FROM json_each(?1) WHERE value ->> 0 = path.kind AND value ->> 1 = path.key
)
WHERE (kind, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1));
