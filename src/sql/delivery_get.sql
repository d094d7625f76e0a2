-- One delivery, and its body beside it.
SELECT json_object(
  'id', id, 'source_id', source, 'received_at', received_at, 'verified', json(iif(verified, 'true', 'false')),
  'cut', json(iif(cut, 'true', 'false')), 'topic', topic, 'status', status, 'outcome', outcome, 'reason', reason,
  'errors', json(errors), 'items', json(items), 'replayed_at', replayed_at
) AS rows, body
FROM delivery WHERE id = ?1;
