-- At most ?2 events of ?1, a JSON list of [day, visitor].
SELECT event.* FROM json_each(?1) AS one
CROSS JOIN event ON event.day = one.value ->> 0 AND event.visitor = one.value ->> 1
LIMIT ?2;
