-- Makes a creator's page; gives the id, none where there is no such creator.
INSERT INTO creator_page (creator_id, money, expires_at, version, created_at, updated_at)
SELECT id, ?2, ?3, 1, ?4, ?4 FROM creator WHERE id = ?1
RETURNING id;
