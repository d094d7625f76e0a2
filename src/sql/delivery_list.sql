-- The newest ?2 deliveries before id ?1, of source ?3 and with outcome ?4 where these are given, the start of each body.
SELECT json_group_array(json_object(
  'id', id, 'source_id', source, 'received_at', received_at, 'verified', json(iif(verified, 'true', 'false')),
  'cut', json(iif(cut, 'true', 'false')), 'topic', topic, 'status', status, 'outcome', outcome, 'reason', reason,
  'errors', json(errors), 'items', json(items), 'replayed_at', replayed_at, 'body', substr(body, 1, 500)
)) AS rows
FROM (
  SELECT * FROM delivery
  WHERE id < ?1 AND (?3 IS NULL OR source = ?3) AND (?4 IS NULL OR outcome = ?4)
  ORDER BY id DESC LIMIT ?2
);
