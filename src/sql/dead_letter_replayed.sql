-- Notes that dead letter ?1 was stored after all at ?2.
UPDATE dead_letter SET replayed_at = ?2 WHERE id = ?1;
