-- Whether credit of day ?1 was parted by anything: [1], else [].
SELECT json_group_array(there) AS rows
FROM (
  SELECT 1 AS there
  FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]') AS dimension
  CROSS JOIN credit_part AS part ON part.dimension = dimension.value AND part.day = ?1
  LIMIT 1
);
