-- Those of ?1, a JSON list of [at, nonce, key, occurred_at] of clicks and the orders that they decided, whose click came with
-- an earlier order already: their keys.
SELECT json_group_array(mine.value ->> 2) AS rows
FROM json_each(?1) AS mine
WHERE EXISTS (
  SELECT 1
  FROM click_use
  CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = click_use.key
  WHERE click_use.at = mine.value ->> 0 AND click_use.nonce = mine.value ->> 1 AND click_use.kind = 1 AND sale.rank > 1
    AND (sale.occurred_at, sale.key) < (mine.value ->> 3, mine.value ->> 2)
);
