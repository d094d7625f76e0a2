-- What models ?2 (a JSON list) give places of conversions of kind ?1 on the days ?3 to ?4, by the conversion's day or where ?5
-- is 1 by the touch's, in rows by ?6: 0 creator, 1 campaign, 2 link, 3 channel; ?7 are the filters; ?8 rows behind ?9.
SELECT json_group_array(json_array(
  model, whose, id, channel, currency, micro, json_array(gross, refunded, in_reporting, back), unrated
)) AS rows
FROM (
  SELECT
    model, iif(creator <> 0, 0, 2 - (channel <> '')) AS whose,
    iif(creator = 0, 0, CASE ?6 WHEN 0 THEN creator WHEN 1 THEN campaign WHEN 2 THEN link ELSE 0 END) AS id,
    channel, currency, sum(credit_micro) AS micro, sum(gross_minor) AS gross, sum(refunded_minor) AS refunded,
    sum(gross_reporting) AS in_reporting, sum(refunded_reporting) AS back, sum(unrated) AS unrated
  FROM (
    SELECT * FROM credit_total
    WHERE ?5 <> 1 AND kind = ?1 AND model IN (SELECT value FROM json_each(?2)) AND day BETWEEN ?3 AND ?4
    UNION ALL
    SELECT * FROM credit_total
    WHERE ?5 = 1 AND kind = ?1 AND model IN (SELECT value FROM json_each(?2)) AND touched BETWEEN ?3 AND ?4
  )
  WHERE NOT EXISTS (
    SELECT 1 FROM json_each(?7) AS filter
    WHERE (
      CASE filter.key WHEN 'creator' THEN creator WHEN 'campaign' THEN campaign WHEN 'link' THEN link ELSE code END
      IN (SELECT value FROM json_each(filter.value, '$.values'))
    ) <> (filter.value ->> 'keep')
  )
  GROUP BY whose, id, channel, model, currency
  ORDER BY whose, id, channel, model, currency
  LIMIT CAST(?8 AS INTEGER) OFFSET CAST(?9 AS INTEGER)
);
