-- Removes the sale totals of scope ?1 and day ?2 with ids in (?3, ?4] that ?5 does not list.
DELETE FROM sale_total
WHERE scope = ?1 AND day = ?2 AND id > ?3 AND id <= ?4
  AND (id, currency) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?5));
