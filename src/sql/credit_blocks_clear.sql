-- Removes the sums of credit from day ?1 of ?2 days.
DELETE FROM credit_block
WHERE kind IN (1, 3, 5) AND model IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AND size = ?2 AND day = ?1;
