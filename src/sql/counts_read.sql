-- The counts of every link in the blocks ?1 (a JSON list), ?2 links a block.
-- CROSS JOIN keeps the blocks outside: each is a range of the key, where the planner would read every hour.
SELECT json_group_array(json_array(link, clicks, valid, views)) AS rows
FROM (
  SELECT hour_count.link, sum(clicks) AS clicks, sum(valid) AS valid, sum(views) AS views
  FROM json_each(?1) AS block
  CROSS JOIN hour_count ON hour_count.link >= block.value * CAST(?2 AS INTEGER)
    AND hour_count.link < (block.value + 1) * CAST(?2 AS INTEGER)
  WHERE hour_count.link > 0
  GROUP BY hour_count.link
);
