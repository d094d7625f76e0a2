-- The newest baseline of each metric that the brand stated.
SELECT json_group_array(json_array(metric, value_micro, currency, set_at)) AS rows
FROM (
  SELECT metric, value_micro, currency, max(set_at) AS set_at FROM baseline GROUP BY metric ORDER BY metric
);
