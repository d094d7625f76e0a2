-- Takes the mark of day ?1 away.
DELETE FROM journey_day WHERE day = ?1;
