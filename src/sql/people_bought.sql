-- Visitors in (?1, ?2] with a sale in [?3, ?4), and when their last one was: [visitor, occurred_at].
SELECT json_group_array(json_array(visitor, last)) AS rows
FROM (
  SELECT visitor, max(occurred_at) AS last
  FROM (
    SELECT click_use.visitor, sale.occurred_at
    FROM click_use INDEXED BY click_use_visitor
    CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = click_use.key
    WHERE click_use.visitor > ?1 AND click_use.visitor <= ?2 AND click_use.visitor <> 0 AND click_use.kind = 1 AND sale.rank > 1
    UNION ALL
    SELECT sale.visitor, sale.occurred_at
    FROM conversion AS sale INDEXED BY conversion_visitor
    WHERE sale.visitor > ?1 AND sale.visitor <= ?2 AND sale.visitor <> 0 AND sale.kind = 1 AND sale.rank > 1
  )
  WHERE occurred_at >= ?3 AND occurred_at < ?4
  GROUP BY visitor
);
