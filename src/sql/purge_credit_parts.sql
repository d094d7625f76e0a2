-- Forgets at most ?3 parts of credit by dimension ?1 of days before ?2.
DELETE FROM credit_part WHERE (dimension, day, value, creator, campaign, link, currency) IN (
  SELECT dimension, day, value, creator, campaign, link, currency FROM credit_part
  WHERE dimension = ?1 AND day < ?2
  LIMIT ?3
);
