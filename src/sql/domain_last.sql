-- The host named ?1 that was made last, put away or not.
SELECT * FROM domain WHERE host = ?1 ORDER BY id DESC LIMIT 1;
