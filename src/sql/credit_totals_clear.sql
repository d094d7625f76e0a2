-- Removes the credit totals of kind ?1 and day ?2 with creators in (?3, ?4] that ?5 does not list.
-- Every model is named, for the key has it before the day.
DELETE FROM credit_total
WHERE kind = ?1 AND model IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AND day = ?2 AND creator > ?3 AND creator <= ?4
  AND (creator, campaign, link, code, channel, model, touched, currency) NOT IN (
    SELECT
      value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
    FROM json_each(?5)
  );
