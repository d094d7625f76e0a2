-- At most ?2 versions of link ?1, the newest first.
SELECT version, at, by, destination, target, more, enabled, expires_at, archived_at
FROM link_history WHERE link = ?1 ORDER BY version DESC LIMIT ?2;
