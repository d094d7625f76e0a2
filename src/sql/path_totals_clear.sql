-- Removes the alike paths of kind ?1 and day ?2 that ?5 does not list. They have no number to be chunked by: the first chunk,
-- from before every number (?3) on, removes what is not in it, and those behind it put theirs back.
DELETE FROM path_total
WHERE kind = ?1 AND day = ?2 AND ?3 < 0 AND ?4 >= 0
  AND (path, currency) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?5));
