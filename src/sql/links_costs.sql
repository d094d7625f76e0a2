-- What the creators of ?1, a JSON list of ids, cost by their posts: creator, the post's handle (none for what is no post's), currency, sum.
-- Rules that pay by orders are no sums.
SELECT json_group_array(json_array(creator_id, handle, currency, minor)) AS rows
FROM (
  SELECT cost.creator_id, post.handle, cost.currency, sum(cost.amount_minor) AS minor
  FROM json_each(?1) AS said
  CROSS JOIN cost ON cost.creator_id = said.value
  LEFT JOIN post ON post.id = cost.post_id
  WHERE cost.archived_at IS NULL AND cost.kind NOT IN ('commission_order', 'commission_percent') AND cost.currency IS NOT NULL
  GROUP BY cost.creator_id, post.handle, cost.currency
);
