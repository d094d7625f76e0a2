-- Gives the leads and events of ?1, a JSON list of [kind, id, other id], their other ids.
UPDATE OR REPLACE conversion SET key = (
  SELECT value ->> 2 FROM json_each(?1) WHERE value ->> 0 = conversion.kind AND value ->> 1 = conversion.key
)
WHERE (kind, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1));
