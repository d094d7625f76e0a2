-- How many orders, up to 1000, came with each click of ?1, a JSON list of [at, nonce].
SELECT json_group_array(json_array(value ->> 0, value ->> 1, (
  SELECT count(*) FROM (
    SELECT 1 FROM click_use
    WHERE click_use.at = value ->> 0 AND click_use.nonce = value ->> 1 AND click_use.kind = 1
    LIMIT 1000
  )
))) AS rows
FROM json_each(?1);
