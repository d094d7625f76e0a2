-- Forgets the unverified deliveries of source ?1 but for the newest ?2.
DELETE FROM delivery
WHERE verified = 0 AND source = ?1 AND id <= (
  SELECT id FROM delivery WHERE verified = 0 AND source = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2
);
