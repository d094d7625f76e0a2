-- EVENTS_n: visits to addresses without a live link are found without reading all others. Times are Unix milliseconds UTC.

CREATE INDEX event_orphan ON event (day, address, kind, verdict) WHERE link = 0 AND address IS NOT NULL;

UPDATE meta SET value = 4 WHERE name = 'schema_version';
