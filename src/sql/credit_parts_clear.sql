-- Removes the credit by dimension ?1 and day ?2 with creators in (?3, ?4] that ?5 does not list.
DELETE FROM credit_part
WHERE dimension = ?1 AND day = ?2 AND creator > ?3 AND creator <= ?4
  AND (creator, campaign, link, value, currency) NOT IN (SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?5));
