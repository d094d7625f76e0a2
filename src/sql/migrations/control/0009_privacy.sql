-- DB: What was erased, and the receipts for it. Times are Unix milliseconds UTC.

UPDATE meta SET value = 9 WHERE name = 'schema_version';
