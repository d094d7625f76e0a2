-- Those of the links ?1, a JSON list of ids, that an order was ever credited to.
SELECT json_group_array(said.value) AS rows
FROM json_each(?1) AS said
WHERE EXISTS (SELECT 1 FROM credit_total WHERE credit_total.link = said.value AND model = 1 AND link <> 0);
