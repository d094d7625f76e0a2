-- Every host that was ever kept: its version, and what is said of it where it is not put away.
SELECT version, CASE WHEN archived_at IS NULL THEN said END AS said FROM domain ORDER BY id;
