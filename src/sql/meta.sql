-- What a database says of itself.
SELECT name, value FROM meta;
