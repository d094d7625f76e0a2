-- DB: Where others want to hear of conversions, and what was sent to them.

UPDATE meta SET value = 5 WHERE name = 'schema_version';
