-- The rate of currency ?1 on day ?2: the latest at or before it, at most a week old.
SELECT rate.rate_e9 FROM rate
WHERE rate.currency = ?1 AND rate.day BETWEEN ?2 - 7 AND ?2
ORDER BY rate.day DESC
LIMIT 1;
