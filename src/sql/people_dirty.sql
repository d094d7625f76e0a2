-- Marks the days of the conversions from ?2 to before ?3 that may be of the visitors of ?1, a JSON list: by a click that they came
-- with, or as an imported history names them.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM (
  SELECT sale.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN click_use ON click_use.visitor = person.value AND click_use.visitor <> 0
  CROSS JOIN conversion AS sale ON sale.kind = click_use.kind AND sale.key = click_use.key
  UNION ALL
  SELECT sale.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN conversion AS sale ON sale.visitor = person.value AND sale.visitor <> 0
)
WHERE occurred_at >= ?2 AND occurred_at < ?3
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
