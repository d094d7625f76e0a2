-- Sales by payout of each day from ?1 to ?2 and currency, of the places that ?3 keeps: filters as a JSON object, `{}` keeps all; where ?4 is 1 also those that are no creator's; and the first day with a sale at all.
SELECT json_object(
  'sales', (
    SELECT json_group_array(json_array(day, currency, micro, gross, net, gross_own, net_own, squares, unrated, converting))
    FROM (
      SELECT
        day, currency, sum(credit_micro) AS micro, sum(gross_minor) AS gross, sum(gross_minor - refunded_minor) AS net,
        sum(gross_reporting) AS gross_own, sum(gross_reporting - refunded_reporting) AS net_own, sum(squares) AS squares,
        sum(unrated) AS unrated, sum(converting) AS converting
      FROM credit_total
      WHERE
        kind = 1 AND model = 1 AND day BETWEEN ?1 AND ?2 AND (?4 = 1 OR creator <> 0)
        AND (?3 ->> '$.creator.keep' IS NULL
          OR (creator IN (SELECT value FROM json_each(?3, '$.creator.values'))) = (?3 ->> '$.creator.keep'))
        AND (?3 ->> '$.campaign.keep' IS NULL
          OR (campaign IN (SELECT value FROM json_each(?3, '$.campaign.values'))) = (?3 ->> '$.campaign.keep'))
        AND (?3 ->> '$.link.keep' IS NULL
          OR (link IN (SELECT value FROM json_each(?3, '$.link.values'))) = (?3 ->> '$.link.keep'))
        AND (?3 ->> '$.code.keep' IS NULL
          OR (code IN (SELECT value FROM json_each(?3, '$.code.values'))) = (?3 ->> '$.code.keep'))
      GROUP BY day, currency
      ORDER BY day, currency
    )
  ),
  'known', (SELECT min(day) FROM credit_total WHERE kind = 1 AND model = 1)
) AS rows;
