-- Says what becomes of each report of ?1: place, outcome, order, standing, whether it adds evidence, orders per click.
SELECT json_group_array(json_array(place, outcome, order_id, standing, adds, orders)) AS rows
FROM (
  SELECT
    place, order_id, coalesce(adds, 0) AS adds, standing,
    CASE
      WHEN kind = 2 AND standing = 2 THEN 'rejected'
      WHEN joins AND fits THEN 'revision'
      WHEN NOT known THEN 'accepted'
      WHEN stored_digest = body ->> 'digest' THEN 'duplicate'
      WHEN newer THEN 'revision'
      WHEN EXISTS (
        SELECT 1 FROM conversion_report AS kept
        WHERE kept.kind = met.kind AND kept.key = met.key AND kept.digest = met.body ->> 'digest'
          AND kept.standing <> 'conflict'
      ) THEN iif(adds, 'revision', 'duplicate')
      WHEN older THEN 'duplicate'
      WHEN same_source OR NOT agrees THEN 'conflict'
      WHEN adds THEN 'revision'
      ELSE 'duplicate'
    END AS outcome,
    coalesce((
      SELECT max((
        SELECT count(*)
        FROM (
          SELECT 1 FROM click_use AS used 
          WHERE used.at = click.value ->> 1 AND used.nonce = click.value ->> 2 AND used.kind = 1
            AND used.key IS NOT met.key
          LIMIT 6
        )
      ))
      FROM json_each(met.body, '$.touches') AS click
      WHERE click.value ->> 0 <> 0
    ), 0) AS orders
  FROM (
    SELECT met.*, EXISTS (
      SELECT 1 FROM json_each(met.body, '$.aliases') AS name
      CROSS JOIN conversion AS other ON other.kind = 1 AND other.key = name.value AND other.key <> met.order_id
        AND (other.source = met.body ->> 'source' OR other.rank <> met.body ->> 'rank')
    ) AS joins, CASE
      WHEN kind = 1 THEN CASE WHEN EXISTS (
        SELECT 1 FROM conversion AS refund
        WHERE refund.kind = 2 AND refund.order_id = met.order_id AND refund.currency <> met.body ->> 'currency'
      ) THEN 2 ELSE 1 END
      WHEN kind NOT IN (2, 4) THEN 1
      ELSE coalesce((
        -- An order that only a browser told judges no server's refund.
        SELECT CASE
          WHEN met.kind = 2 AND sale.currency <> met.body ->> 'currency'
            AND (sale.rank > 1 OR met.body ->> 'rank' = 1) THEN 2
          ELSE 1
        END
        FROM conversion AS sale WHERE sale.kind = 1 AND sale.key = met.order_id
      ), 0)
    END AS standing
    FROM met
  ) AS met
);
