-- How long conversions of kind ?1 in the days ?2 to ?3 took: [bin, since the first touch, since the click that decided].
-- Of the creators of ?4 and not of those of ?5, both JSON lists or null.
SELECT json_group_array(json_array(bin, begun, decided)) AS rows
FROM (
  SELECT bin, sum(first) AS begun, sum(last) AS decided
  FROM lag_total
  WHERE kind = ?1 AND day BETWEEN ?2 AND ?3
    AND (?4 IS NULL OR creator IN (SELECT value FROM json_each(?4)))
    AND (?5 IS NULL OR creator NOT IN (SELECT value FROM json_each(?5)))
  GROUP BY bin
);
