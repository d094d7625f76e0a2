-- Leads the survey answers of an order of ?1 that went by another name to its one name.
UPDATE OR IGNORE conversion INDEXED BY conversion_answer_order SET
  key = (SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = conversion.order_id)
    || substr(key, length(order_id) + 1),
  order_id = (SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = conversion.order_id)
WHERE kind = 4 AND order_id IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
);
