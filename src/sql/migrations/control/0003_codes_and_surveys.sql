-- DB: Codes as shops use them, and what customers answer when asked where they heard of the brand.

UPDATE meta SET value = 3 WHERE name = 'schema_version';
