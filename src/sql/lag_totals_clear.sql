-- Removes the lags of kind ?1 and day ?2 with creators in (?3, ?4] that ?5 does not list.
DELETE FROM lag_total
WHERE kind = ?1 AND day = ?2 AND creator > ?3 AND creator <= ?4
  AND (creator, bin) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?5));
