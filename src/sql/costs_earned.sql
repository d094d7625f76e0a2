-- What commissions are paid by over the days ?1 to ?2: orders and net revenue of the payout model, each order under the
-- narrowest rule of its creator that holds on its day (a post's, else a campaign's, else the creator's).
-- ?3 is the reporting currency, empty for none; ?4 says what is told apart besides: 1 days, 2 links, 4 codes; with 8 the days
-- are those of the touches that are paid for, and the rule and the rate still those of the order's own.
WITH span AS MATERIALIZED (
  -- Without a rule there is no such day, and nothing to go through.
  SELECT
    max(min(from_day), ?1) AS first,
    CASE WHEN CAST(?4 AS INTEGER) & 8 THEN max(to_day) ELSE min(max(to_day), ?2) END AS last
  FROM cost
  WHERE kind IN ('commission_order', 'commission_percent') AND archived_at IS NULL AND to_day >= ?1
    AND (from_day <= ?2 OR CAST(?4 AS INTEGER) & 8)
),
paid AS MATERIALIZED (
  SELECT
    rule.id, rule.currency AS rule_currency, credit.creator, credit.campaign, credit.link,
    rule.kind = 'commission_order' AND rule.currency <> ?3 AND ?3 <> '' AS exchanged,
    CASE WHEN CAST(?4 AS INTEGER) & 4 THEN credit.code ELSE 0 END AS of_code,
    CASE
      WHEN CAST(?4 AS INTEGER) & 1 OR rule.kind = 'commission_order' AND rule.currency <> ?3 AND ?3 <> ''
        THEN CASE WHEN CAST(?4 AS INTEGER) & 8 THEN credit.touched ELSE credit.day END
      ELSE 0
    END AS of_day,
    CASE WHEN rule.kind = 'commission_order' AND rule.currency <> ?3 AND ?3 <> '' THEN credit.day ELSE 0 END AS rate_day,
    credit.currency, sum(credit.orders) AS orders, sum(credit.gross_minor - credit.refunded_minor) AS net,
    sum(credit.gross_reporting - credit.refunded_reporting) AS net_reporting, sum(credit.unrated) AS unrated
  FROM credit_total AS credit
  CROSS JOIN cost AS rule INDEXED BY cost_rule ON rule.creator_id = credit.creator
  WHERE credit.kind = 1 AND credit.model = 1
    AND credit.day BETWEEN (SELECT first FROM span) AND (SELECT last FROM span)
    AND (NOT CAST(?4 AS INTEGER) & 8 OR credit.touched BETWEEN ?1 AND ?2)
    AND rule.kind IN ('commission_order', 'commission_percent') AND rule.archived_at IS NULL
    AND credit.day BETWEEN rule.from_day AND rule.to_day
    AND (rule.campaign_id IS NULL OR rule.campaign_id = credit.campaign)
    AND (rule.post_id IS NULL OR rule.post_id = (
      SELECT post.id FROM link JOIN post ON post.handle = link.post WHERE link.id = credit.link
    ))
    AND NOT EXISTS (
      SELECT 1 FROM cost AS better INDEXED BY cost_rule
      WHERE better.creator_id = credit.creator AND better.kind IN ('commission_order', 'commission_percent')
        AND better.id <> rule.id AND better.archived_at IS NULL AND credit.day BETWEEN better.from_day AND better.to_day
        AND (better.campaign_id IS NULL OR better.campaign_id = credit.campaign)
        AND (better.post_id IS NULL OR better.post_id = (
          SELECT post.id FROM link JOIN post ON post.handle = link.post WHERE link.id = credit.link
        ))
        AND ((better.post_id IS NOT NULL) * 2 + (better.campaign_id IS NOT NULL), -better.id)
          > ((rule.post_id IS NOT NULL) * 2 + (rule.campaign_id IS NOT NULL), -rule.id)
    )
  GROUP BY rule.id, credit.campaign, credit.link, of_code, of_day, rate_day, credit.currency
)
SELECT json_group_array(json_array(
  id,
  json_array(
    creator, campaign,
    coalesce((SELECT post.id FROM link JOIN post ON post.handle = link.post WHERE link.id = paid.link), 0),
    CASE WHEN CAST(?4 AS INTEGER) & 2 THEN link ELSE 0 END, of_code
  ),
  of_day, currency, orders, net, net_reporting, unrated,
  CASE WHEN exchanged THEN (
    SELECT rate.rate_e9 FROM rate
    WHERE rate.currency = rule_currency AND rate.day BETWEEN paid.rate_day - 7 AND paid.rate_day
    ORDER BY rate.day DESC
    LIMIT 1
  ) END
)) AS rows
FROM paid;
