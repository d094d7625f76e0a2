-- Forgets at most ?3 parts of dimension ?1 of days before ?2.
DELETE FROM visit_part WHERE (dimension, day, link, value) IN (
  SELECT dimension, day, link, value FROM visit_part WHERE dimension = ?1 AND day < ?2 LIMIT ?3
);
