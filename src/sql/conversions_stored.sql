-- What is stored under the keys of ?1: kind, key, digest, and whether the order is known.
SELECT json_group_array(json_array(kind, key, digest, known)) AS rows
FROM (
  SELECT DISTINCT stored.kind, stored.key, stored.digest, EXISTS (
    SELECT 1 FROM conversion AS sale WHERE sale.kind = 1 AND sale.key = stored.order_id
  ) AS known
  FROM json_each(?1) AS report
  JOIN conversion AS stored ON stored.kind = report.value ->> 0 AND stored.key = report.value ->> 1
);
