-- How many orders in the days ?1 to ?2 do not say whether their customer is new.
SELECT count(*) AS orders
FROM path INDEXED BY path_day
WHERE day BETWEEN ?1 AND ?2 AND kind = 1 AND new_customer IS NULL;
