-- DB: Touches of other channels beside clicks. Times are Unix milliseconds UTC.

UPDATE meta SET value = 8 WHERE name = 'schema_version';
