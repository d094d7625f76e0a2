-- Notes every further name of the orders of ?1, and whatever order went by one of these names.
INSERT INTO order_alias (name, order_id)
SELECT DISTINCT named.name, named.order_id
FROM (
  SELECT report.order_id, report.body ->> 'order_id' AS name FROM report WHERE report.order_id IS NOT NULL
  UNION ALL
  SELECT report.order_id, name.value FROM report, json_each(report.body, '$.aliases') AS name
  UNION ALL
  SELECT report.order_id, alias.order_id
  FROM report, json_each(report.body, '$.aliases') AS name
  JOIN order_alias AS alias ON alias.name = name.value
) AS named
WHERE named.name <> named.order_id
ON CONFLICT (name) DO UPDATE SET order_id = excluded.order_id WHERE order_id <> excluded.order_id;
