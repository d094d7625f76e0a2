-- Removes the paths of sales that turn out to be an order of ?1 by another name.
DELETE FROM path
WHERE kind = 1 AND key IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
  WHERE alias.name <> alias.order_id
);
