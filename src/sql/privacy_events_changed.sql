-- Adds to what erasure ?1 has changed here how many events the statement before this one has changed.
INSERT INTO meta (name, value)
SELECT 'erased:' || CAST(?1 AS INTEGER), changes() WHERE changes() > 0
ON CONFLICT (name) DO UPDATE SET value = value + excluded.value;
