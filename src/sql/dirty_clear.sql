-- Clears a day's mark unless something was written to it after it was claimed, or it was cleared and made anew.
DELETE FROM dirty_day WHERE day = ?1 AND generation = ?2 AND claimed = ?2;
