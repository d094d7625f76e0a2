-- Changes host ?1 if it is still at version ?2.
UPDATE domain SET said = ?3, version = ?2 + 1, updated_at = ?4, archived_at = ?5 WHERE id = ?1 AND version = ?2;
