-- Clicks of link ?3 that an order of day ?2 or later was the first to follow, as dimension ?1 of credit keeps them: [variant and day of the click, clicks].
SELECT json_group_array(json_array(value, clicks)) AS rows
FROM (
  SELECT value, sum(orders) AS clicks FROM credit_part
  WHERE dimension = ?1 AND day >= ?2 AND link = ?3 AND creator <> 0
  GROUP BY value
);
