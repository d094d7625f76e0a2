-- Leads the refunds of an order of ?1 that went by another name to its one name.
UPDATE conversion INDEXED BY conversion_refund_order SET
  changed_at = (SELECT max(report.body ->> 'received_at') FROM report),
  order_id = (SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = conversion.order_id)
WHERE kind = 2 AND order_id IN (
  SELECT alias.name FROM report JOIN order_alias AS alias ON alias.order_id = report.order_id
);
