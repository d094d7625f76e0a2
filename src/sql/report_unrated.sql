-- How many conversions of kind ?1 in the days ?2 to ?3 have no rate to the reporting currency.
SELECT coalesce(sum(unrated), 0) AS unrated FROM credit_total WHERE kind = ?1 AND model = 1 AND day BETWEEN ?2 AND ?3;
