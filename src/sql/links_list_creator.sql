-- At most ?2 links of creator ?3 behind id ?1.
SELECT link.* FROM link WHERE link.creator_id = ?3
