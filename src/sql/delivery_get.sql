-- One delivery, whole.
SELECT * FROM delivery WHERE id = ?1;
