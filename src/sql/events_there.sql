-- At most ?3 visitors of UTC day ?1 behind ?2, in order.
SELECT json_group_array(visitor) AS rows
FROM (SELECT DISTINCT visitor FROM event WHERE day = ?1 AND visitor > ?2 ORDER BY visitor LIMIT ?3);
