-- At most ?2 links behind id ?1 that were put away.
SELECT link.* FROM link WHERE link.archived_at IS NOT NULL
