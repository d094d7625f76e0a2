-- What campaign ?1 is for.
SELECT goal FROM campaign WHERE id = ?1;
