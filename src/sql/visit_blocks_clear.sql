-- Removes the sums of visits from day ?1 of ?2 days.
DELETE FROM visit_block WHERE scope IN (0, 1, 2, 3) AND size = ?2 AND day = ?1;
