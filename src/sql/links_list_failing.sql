-- At most ?2 links behind id ?1 that failed their last check.
SELECT link.* FROM link_check AS failing CROSS JOIN link ON link.id = failing.link WHERE failing.ok = 0 AND failing.link > ?1
