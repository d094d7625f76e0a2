-- Notes that a database says ?2 of itself under ?1.
UPDATE meta SET value = ?2 WHERE name = ?1 AND value <> ?2;
