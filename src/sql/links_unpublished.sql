-- At most ?1 links whose copy in KV is behind.
SELECT * FROM link WHERE published < version ORDER BY id LIMIT ?1;
