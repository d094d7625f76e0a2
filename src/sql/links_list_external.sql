-- The link that the brand calls ?6.
SELECT link.* FROM link WHERE link.external_id = ?6
