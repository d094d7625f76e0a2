-- Forgets what the clicks ?1 (a JSON list of [at, nonce]) and those of the visitors ?2 came with, and which clicks the conversions of ?3 (a JSON list of [kind, key]) came with.
DELETE FROM click_use
WHERE (at, nonce, kind, key) IN (
  SELECT at, nonce, kind, key
  FROM (
    SELECT used.at, used.nonce, used.kind, used.key
    FROM json_each(?1) AS click
    CROSS JOIN click_use AS used ON used.at = click.value ->> 0 AND used.nonce = click.value ->> 1
    UNION
    SELECT used.at, used.nonce, used.kind, used.key
    FROM json_each(?2) AS visitor
    CROSS JOIN click_use AS used ON used.visitor = visitor.value AND used.visitor <> 0
    UNION
    SELECT used.at, used.nonce, used.kind, used.key
    FROM json_each(?3) AS one
    CROSS JOIN click_use AS used ON used.kind = one.value ->> 0 AND used.key = one.value ->> 1
  )
);
