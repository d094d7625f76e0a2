-- Forgets the answers under an Idempotency-Key that say one of ?1, a JSON list of ids with the names of their fields.
DELETE FROM idempotency WHERE EXISTS (
  SELECT 1 FROM json_each(?1) AS said WHERE instr(idempotency.body, said.value) > 0
);
