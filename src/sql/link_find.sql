-- The link at host ?1 and slug ?2, as the edge reads it.
SELECT * FROM link WHERE host = ?1 AND slug = ?2;
