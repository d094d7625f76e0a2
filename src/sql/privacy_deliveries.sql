-- Which of the ?4 deliveries behind id ?3 name one of the words ?1, somewhere, or one of the ids ?2, as an id (both JSON lists); and the last that was looked at.
WITH chunk AS MATERIALIZED (SELECT id, items, body, lower(body) AS folded FROM delivery WHERE id > ?3 ORDER BY id LIMIT ?4)
SELECT json_array((SELECT max(id) FROM chunk), json((
  SELECT json_group_array(id) FROM chunk
  WHERE EXISTS (SELECT 1 FROM json_each(?1) AS word WHERE instr(chunk.folded, word.value) > 0)
    OR EXISTS (SELECT 1 FROM json_each(?2) AS name WHERE instr(chunk.items, json_quote(name.value)) > 0)
    OR EXISTS (
      SELECT 1 FROM json_each(?2) AS name
      WHERE instr(chunk.body, name.value) > 0 AND json_valid(chunk.body) AND EXISTS (
        SELECT 1 FROM json_tree(chunk.body) AS said
        WHERE CAST(said.atom AS TEXT) = name.value AND said.key IN (
          'id', 'order_id', 'order_number', 'number', 'name', 'transaction_id', 'refund_id', 'lead_id', 'event_id',
          'client_reference_id', 'checkout_token', 'cart_token', 'token', 'order_key'
        )
      )
    )
))) AS rows;
