-- One creator's page.
SELECT * FROM creator_page WHERE id = ?1;
