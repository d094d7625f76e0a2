-- Leads the names of an order of ?1 that went by another name on to its one name.
UPDATE order_alias
SET order_id = (SELECT onward.order_id FROM order_alias AS onward WHERE onward.name = order_alias.order_id)
WHERE order_id IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
) AND name <> (SELECT onward.order_id FROM order_alias AS onward WHERE onward.name = order_alias.order_id);
