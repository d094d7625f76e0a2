-- One host that is kept.
SELECT * FROM domain WHERE id = ?1;
