-- One survey.
SELECT * FROM survey WHERE id = ?1;
