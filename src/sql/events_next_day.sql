-- The first day from ?1 on with an event.
SELECT min(day) AS day FROM event WHERE day >= ?1;
