-- Notes that conversions received before ?1 have no evidence any more.
UPDATE meta SET value = CAST(?1 AS INTEGER) WHERE name = 'evidence_purged_until';
