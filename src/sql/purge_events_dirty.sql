-- Clears the marks of days before ?1, whose events are gone.
DELETE FROM dirty_day WHERE day < ?1;
