-- DB: The sites whose pages report from the browser, each with its publishable key. Times are Unix milliseconds UTC.

UPDATE meta SET value = 7 WHERE name = 'schema_version';
