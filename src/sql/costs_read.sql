-- The costs that touch the days ?1 to ?2, each with the rate of its currency on its first day, at most a week old.
SELECT json_group_array(json_array(
  id, json_array(creator_id, coalesce(campaign_id, 0), coalesce(post_id, 0), 0, 0), kind, coalesce(amount_minor, 0),
  currency, coalesce(basis_points, 0), from_day, to_day,
  (
    SELECT rate.rate_e9 FROM rate
    WHERE rate.currency = cost.currency AND rate.day BETWEEN cost.from_day - 7 AND cost.from_day
    ORDER BY rate.day DESC
    LIMIT 1
  )
)) AS rows
FROM (SELECT * FROM cost WHERE archived_at IS NULL AND from_day <= ?2 AND to_day >= ?1 ORDER BY id) AS cost;
