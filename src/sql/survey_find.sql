-- The survey that ?1 names, unless it was put away.
SELECT * FROM survey WHERE handle = ?1 AND archived_at IS NULL;
