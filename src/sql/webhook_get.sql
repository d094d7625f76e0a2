-- One webhook.
SELECT * FROM webhook WHERE id = ?1;
