-- The further names of the orders of ?1, a JSON list of order ids, and the sources that told of them: [name, source].
SELECT json_group_array(json_array(name, source)) AS rows
FROM (
  SELECT alias.name, alias.source
  FROM json_each(?1) AS wanted CROSS JOIN order_alias AS alias ON alias.order_id = wanted.value
  UNION
  SELECT report.key, report.source
  FROM json_each(?1) AS wanted CROSS JOIN conversion_report AS report ON report.kind = 1 AND report.key = wanted.value
  WHERE report.standing <> 'conflict'
);
