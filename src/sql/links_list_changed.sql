-- At most ?2 links behind id ?1 that were changed since ?12.
SELECT link.* FROM link INDEXED BY link_updated WHERE link.updated_at >= ?12
