-- The baselines of the brand that stand.
SELECT json_group_array(json_array(metric, value_micro, currency, set_at)) AS rows
FROM (
  SELECT metric, value_micro, currency, set_at FROM baseline WHERE superseded_at IS NULL ORDER BY metric, id
);
