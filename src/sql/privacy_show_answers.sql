-- The answers under an Idempotency-Key that name one of ?1, a JSON list of ids.
SELECT * FROM idempotency WHERE EXISTS (
  SELECT 1 FROM json_each(?1) AS id WHERE instr(idempotency.body, json_quote(id.value)) > 0
);
