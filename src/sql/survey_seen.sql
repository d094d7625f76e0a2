-- Whether anything is known of question ?2 at order ?1.
SELECT EXISTS (
  SELECT 1 FROM conversion
  WHERE kind = 4 AND key = coalesce((SELECT order_id FROM order_alias WHERE name = ?1), ?1) || '/' || ?2
) AS seen;
