-- Removes the credit of sales that turn out to be an order of ?1 by another name.
DELETE FROM credit
WHERE order_id IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
);
