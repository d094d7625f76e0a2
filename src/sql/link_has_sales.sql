-- Whether an order was ever credited to link ?1.
SELECT EXISTS (SELECT 1 FROM credit_total WHERE link = ?1 AND model = 1 AND link <> 0) AS used;
