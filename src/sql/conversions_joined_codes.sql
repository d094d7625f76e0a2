-- Leads the codes of an order of ?1 that went by another name to its one name.
UPDATE OR REPLACE order_code SET order_id = (SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = order_code.order_id)
WHERE order_id IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
);
