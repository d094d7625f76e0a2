-- Notes that events of days before ?1 are about to go: those days are not counted again.
UPDATE meta SET value = CAST(?1 AS INTEGER) WHERE name = 'purged_until' AND value < ?1;
