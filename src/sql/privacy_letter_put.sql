-- Puts body ?2 in place of that of dead letter ?1.
UPDATE dead_letter SET body = ?2 WHERE id = ?1;
