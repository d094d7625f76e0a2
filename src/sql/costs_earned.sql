-- What commissions are paid by over the days ?1 to ?2: orders and net revenue of the payout model, each order under the
-- narrowest rule of its creator that holds on its day (a post's, else a campaign's, else the creator's).
-- ?3 is the reporting currency, empty for none; ?4 says what is told apart besides: 1 days, 2 links, 4 codes.
WITH rule AS MATERIALIZED (
  SELECT
    cost.id, cost.creator_id, coalesce(cost.campaign_id, 0) AS campaign, post.handle AS post,
    coalesce(cost.post_id, 0) AS post_id, cost.from_day, cost.to_day, cost.currency,
    (cost.post_id IS NOT NULL) * 2 + (cost.campaign_id IS NOT NULL) AS narrow,
    cost.kind = 'commission_order' AND cost.currency <> ?3 AND ?3 <> '' AS exchanged
  FROM cost
  LEFT JOIN post ON post.id = cost.post_id
  WHERE cost.kind IN ('commission_order', 'commission_percent') AND cost.archived_at IS NULL
    AND cost.from_day <= ?2 AND cost.to_day >= ?1
),
paid AS MATERIALIZED (
  SELECT
    rule.id, rule.currency AS rule_currency, rule.exchanged, credit.creator, credit.campaign, credit.link, credit.code,
    credit.currency, credit.orders, credit.gross_minor - credit.refunded_minor AS net,
    credit.gross_reporting - credit.refunded_reporting AS net_reporting, credit.unrated,
    CASE WHEN rule.exchanged OR CAST(?4 AS INTEGER) & 1 THEN credit.day ELSE 0 END AS day,
    coalesce((SELECT post.id FROM link JOIN post ON post.handle = link.post WHERE link.id = credit.link), 0) AS post
  FROM credit_total AS credit
  JOIN rule ON rule.id = (
    SELECT best.id FROM rule AS best
    WHERE best.creator_id = credit.creator AND credit.day BETWEEN best.from_day AND best.to_day
      AND best.campaign IN (0, credit.campaign)
      AND (best.post IS NULL OR best.post = (SELECT link.post FROM link WHERE link.id = credit.link))
    ORDER BY best.narrow DESC, best.id
    LIMIT 1
  )
  WHERE credit.kind = 1 AND credit.model = 1 AND credit.day BETWEEN ?1 AND ?2 AND credit.creator <> 0
    AND EXISTS (SELECT 1 FROM rule)
),
grouped AS (
  SELECT
    id, rule_currency, exchanged, creator, campaign, post, CASE WHEN CAST(?4 AS INTEGER) & 2 THEN link ELSE 0 END AS of_link,
    CASE WHEN CAST(?4 AS INTEGER) & 4 THEN code ELSE 0 END AS of_code, day, currency, sum(orders) AS orders,
    sum(net) AS net, sum(net_reporting) AS net_reporting, sum(unrated) AS unrated
  FROM paid
  GROUP BY id, creator, campaign, post, of_link, of_code, day, currency
)
SELECT json_group_array(json_array(
  id, json_array(creator, campaign, post, of_link, of_code), day, currency, orders, net, net_reporting, unrated,
  CASE WHEN exchanged THEN (
    SELECT rate.rate_e9 FROM rate
    WHERE rate.currency = rule_currency AND rate.day BETWEEN grouped.day - 7 AND grouped.day
    ORDER BY rate.day DESC
    LIMIT 1
  ) END
)) AS rows
FROM grouped;
