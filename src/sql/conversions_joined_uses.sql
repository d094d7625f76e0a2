-- Forgets which clicks an erased order of ?1 came with, under each of its names.
DELETE FROM click_use WHERE (kind, key) IN (
  SELECT 1, name.value
  FROM report
  CROSS JOIN order_alias AS alias ON alias.order_id = report.order_id
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = alias.order_id
  CROSS JOIN json_each(json_array(alias.name, alias.order_id)) AS name
  WHERE stored.erased_at IS NOT NULL
);
