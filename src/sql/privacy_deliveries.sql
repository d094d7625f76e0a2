-- Which of the next deliveries behind id ?3, ?4 at most and some 4 MB of them, name one of the words ?1, somewhere, or one of the ids ?2, as an id (both JSON lists); and the last that was looked at.
WITH chunk AS MATERIALIZED (
  SELECT id FROM (
    SELECT id, size, sum(size) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS total
    FROM (SELECT id, octet_length(body) AS size FROM delivery WHERE id > ?3 ORDER BY id LIMIT ?4)
  )
  WHERE total - size < 4000000
)
SELECT json_array((SELECT max(id) FROM chunk), json((
  SELECT json_group_array(came.id) FROM chunk CROSS JOIN delivery AS came ON came.id = chunk.id
  WHERE EXISTS (
      SELECT 1
      -- Folded once, not once a word.
      FROM (SELECT lower(came.body) AS folded LIMIT 1) AS text CROSS JOIN json_each(?1) AS word
      WHERE instr(text.folded, word.value) > 0
    )
    OR EXISTS (SELECT 1 FROM json_each(?2) AS name WHERE instr(came.items, json_quote(name.value)) > 0)
    OR EXISTS (
      SELECT 1 FROM json_each(?2) AS name
      -- What a shop may write with escapes is looked for where they are resolved only.
      WHERE (name.value GLOB '*[^-#_.0-9A-Za-z]*' OR instr(came.body, name.value) > 0)
        AND json_valid(came.body) AND EXISTS (
          SELECT 1 FROM json_tree(came.body) AS said
          WHERE CAST(said.atom AS TEXT) = name.value AND said.key IN (
            'id', 'order_id', 'order_number', 'number', 'name', 'transaction_id', 'refund_id', 'lead_id', 'event_id',
            'client_reference_id', 'checkout_token', 'cart_token', 'token', 'order_key'
          )
        )
    )
))) AS rows;
