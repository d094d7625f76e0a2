-- Forgets stat ?1.
DELETE FROM stat WHERE id = ?1;
