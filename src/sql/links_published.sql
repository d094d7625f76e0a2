-- Notes that KV has the versions of ?1, a JSON list of [id, version]; what has moved on meanwhile stays owed.
UPDATE link SET published = link.version
FROM json_each(?1) AS put
WHERE link.id = put.value ->> 0 AND link.version = put.value ->> 1 AND link.published < link.version;
