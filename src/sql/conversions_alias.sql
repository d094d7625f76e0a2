-- Notes every further name of the orders of ?1, and whatever order went by one of these names; a conflict joins nothing.
, believed AS (
  SELECT order_id, body, body ->> 'source' AS source, body ->> 'rank' AS rank FROM met
  WHERE kind = 1 AND fits
)
INSERT INTO order_alias (name, order_id, source)
SELECT DISTINCT named.name, named.order_id, named.source
FROM (
  SELECT order_id, body ->> 'order_id' AS name, source, rank FROM believed
  UNION ALL
  SELECT believed.order_id, name.value, source, rank FROM believed, json_each(believed.body, '$.aliases') AS name
  UNION ALL
  SELECT believed.order_id, alias.order_id, believed.source, believed.rank
  FROM believed CROSS JOIN json_each(believed.body, '$.aliases') AS name
  CROSS JOIN order_alias AS alias ON alias.name = name.value AND alias.source = believed.source
) AS named
WHERE named.name <> named.order_id AND NOT EXISTS (
  SELECT 1 FROM conversion AS other
  WHERE other.kind = 1 AND other.key = named.name AND other.source <> named.source AND other.rank = named.rank
)
ON CONFLICT (name) DO UPDATE SET order_id = excluded.order_id
WHERE order_id <> excluded.order_id AND source = excluded.source;
