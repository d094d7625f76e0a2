-- Clears a day's mark unless something was written to it after it was claimed.
DELETE FROM dirty_day WHERE day = ?1 AND generation = ?2;
