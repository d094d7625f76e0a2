-- The orders in the days ?1 to ?2 by whom link, code and answer name, at most ?6 groups behind (link, code, answer) = (?3, ?4, ?5).
-- A group is [creator of the link, of the code, of the answer, orders, of these answered]; 0 is nobody. Whether a customer
-- answered is asked of the orders that have neither link nor code: who named nobody may have chosen something else. One
-- answer an order, within thirty days; shops' clocks differ by minutes.
SELECT json_group_array(json_array(click_creator, code_creator, survey_creator, orders, answered)) AS rows
FROM (
  SELECT
    click_creator, code_creator, survey_creator, count(*) AS orders,
    sum(CASE
      WHEN survey_creator <> 0 THEN 1
      WHEN click_creator <> 0 OR code_creator <> 0 THEN 0
      ELSE EXISTS (
        SELECT 1 FROM conversion AS answer INDEXED BY conversion_answer_order
        WHERE answer.kind = 4 AND answer.order_id = path.key
          AND answer.occurred_at >= path.occurred_at - 600000
          AND answer.occurred_at < path.occurred_at + 2592000000
          AND (
            answer.detail ->> 'creator_id' IS NOT NULL OR answer.detail ->> 'option' IS NOT NULL
            OR answer.detail ->> 'text' IS NOT NULL
          )
      )
    END) AS answered
  FROM path INDEXED BY path_tied
  WHERE kind = 1 AND day BETWEEN ?1 AND ?2 AND (click_creator, code_creator, survey_creator) > (?3, ?4, ?5)
  GROUP BY 1, 2, 3
  ORDER BY 1, 2, 3
  LIMIT CAST(?6 AS INTEGER)
);
