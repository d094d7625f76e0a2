-- Notes that delivery ?1 was replayed at ?2.
UPDATE delivery SET replayed_at = ?2 WHERE id = ?1;
