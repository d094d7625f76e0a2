-- At most ?2 links behind id ?1, through all of them in order.
-- A platform and a host hold a large part of all links, and a part of a word is in no index: a page ends where it is full.
SELECT link.* FROM link WHERE true
