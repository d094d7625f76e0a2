-- At most ?2 links behind id ?1 that were changed since ?12.
SELECT link.* FROM link WHERE link.updated_at >= ?12
