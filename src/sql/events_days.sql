-- The first and the last UTC day with events; null where there are none.
SELECT (SELECT day FROM event ORDER BY day LIMIT 1) AS first, (SELECT day FROM event ORDER BY day DESC LIMIT 1) AS last;
