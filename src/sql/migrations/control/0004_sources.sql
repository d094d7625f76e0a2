-- DB: The sources that report conversions, and every delivery of theirs.

UPDATE meta SET value = 4 WHERE name = 'schema_version';
