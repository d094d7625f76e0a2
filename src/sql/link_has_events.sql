-- Whether anything was ever counted for link ?1.
SELECT EXISTS (SELECT 1 FROM hour_count WHERE link = ?1) AS used;
