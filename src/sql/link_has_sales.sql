-- Whether any order was ever credited through link ?1.
SELECT EXISTS (SELECT 1 FROM sale_total WHERE scope = 3 AND id = ?1) AS used;
