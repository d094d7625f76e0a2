-- Forgets at most ?2 events of days before ?1.
DELETE FROM event WHERE (day, visitor, at, nonce) IN (
  SELECT day, visitor, at, nonce FROM event WHERE day < ?1 LIMIT ?2
);
