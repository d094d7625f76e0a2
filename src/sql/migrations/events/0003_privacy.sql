-- EVENTS_n: How far events were forgotten by age. Times are Unix milliseconds UTC.

-- Days before this one are not counted again: their events are gone, their totals stay.
INSERT INTO meta (name, value) VALUES ('purged_until', 0);

UPDATE meta SET value = 3 WHERE name = 'schema_version';
