-- Remembers when events were last stored, to the minute: more often would cost a row a batch.
UPDATE meta SET value = ?1 WHERE name = 'last_batch_at' AND value < ?1 - 60000;
