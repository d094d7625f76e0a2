-- The conversion of kind ?1 and key ?2 as others hear of it, also where its order goes by another name now.
SELECT
  kind, key, order_id, occurred_at, rank, version, currency, iif(detail ->> 'full', NULL, total_minor) AS total_minor, reason, cumulative, lead_id, notes,
  coalesce(detail ->> 'renewal', 0) AS renewal
FROM conversion
WHERE kind = ?1 AND key = CASE ?1
  WHEN 1 THEN coalesce((SELECT alias.order_id FROM order_alias AS alias WHERE alias.name = ?2), ?2)
  ELSE ?2
END;
