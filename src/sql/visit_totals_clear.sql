-- Removes the visit totals of scope ?1 and day ?2 with ids in (?3, ?4] that ?5 does not list.
DELETE FROM visit_total
WHERE scope = ?1 AND day = ?2 AND id > ?3 AND id <= ?4
  AND id NOT IN (SELECT value ->> 0 FROM json_each(?5));
