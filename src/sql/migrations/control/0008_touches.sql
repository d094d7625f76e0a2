-- DB: Touches of other channels beside clicks. Times are Unix milliseconds UTC.

-- JSON: [link, at, nonce, visitor] of every click id that was ours, [0, at, 0, 0, "source/medium"] of every other channel.
ALTER TABLE conversion RENAME COLUMN clicks TO touches;

UPDATE meta SET value = 8 WHERE name = 'schema_version';
