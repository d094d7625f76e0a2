-- The last check of link ?1.
SELECT link, version, at, failures, failing_since, said FROM link_check WHERE link = ?1;
