-- A chunk of UTC day ?1 behind (visitor, at, nonce) = (?2, ?3, ?4), only what falls into [?5, ?6), at most ?7 events.
SELECT json_group_array(json_array(
  visitor, at, nonce, kind, link, verdict, reason, codes, network, connection, labels
)) AS rows
FROM (
  SELECT * FROM event
  WHERE day = ?1 AND (visitor, at, nonce) > (?2, ?3, ?4) AND at >= ?5 AND at < ?6
  ORDER BY visitor, at, nonce
  LIMIT ?7
);
