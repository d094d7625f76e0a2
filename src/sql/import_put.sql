-- Notes that import ?1 has taken its first ?2 lines at ?7: ?3 more are stored, ?4 repeated, ?5 refused, and ?6 that were refused are stored now.
INSERT INTO import (name, lines, stored, repeated, refused, created_at, updated_at)
VALUES (
  ?1, CAST(?2 AS INTEGER), CAST(?3 + ?6 AS INTEGER), CAST(?4 AS INTEGER), CAST(?5 AS INTEGER), CAST(?7 AS INTEGER),
  CAST(?7 AS INTEGER)
)
ON CONFLICT (name) DO UPDATE SET
  lines = max(lines, excluded.lines), stored = stored + excluded.stored, repeated = repeated + excluded.repeated,
  refused = max(0, CAST(refused + excluded.refused - ?6 AS INTEGER)), updated_at = excluded.updated_at
RETURNING *;
