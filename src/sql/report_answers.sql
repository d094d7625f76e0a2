-- What was answered to question ?1 at times in [?2, ?3): [option, creator, creator's name, text, count], alike ones together.
SELECT json_group_array(json_array(option, creator_id, name, text, answers)) AS rows
FROM (
  SELECT answer.option, answer.creator_id, creator.name, answer.text, count(*) AS answers
  FROM (
    SELECT
      detail ->> 'option' AS option, detail ->> 'creator_id' AS creator_id,
      CASE WHEN detail ->> 'creator_id' IS NULL THEN detail ->> 'text' END AS text
    FROM conversion INDEXED BY conversion_answer_time
    WHERE kind = 4 AND occurred_at >= ?2 AND occurred_at < ?3 AND key = order_id || '/' || ?1
  ) AS answer
  LEFT JOIN creator ON creator.id = answer.creator_id
  GROUP BY 1, 2, 3, 4
);
