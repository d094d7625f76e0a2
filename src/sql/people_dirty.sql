-- Marks the days of the conversions from ?2 to before ?3 that may be of the visitors of ?1, a JSON list: by a click that they, their
-- lead or their customer came with, or as an imported history names them.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM (
  SELECT sale.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN click_use ON click_use.visitor = person.value AND click_use.visitor <> 0
  CROSS JOIN conversion AS sale ON sale.kind = click_use.kind AND sale.key = click_use.key
  UNION ALL
  -- A sale is by its lead's clicks too, and by those of what its customer did before.
  SELECT sale.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN click_use ON click_use.visitor = person.value AND click_use.visitor <> 0 AND click_use.kind = 3
  CROSS JOIN conversion AS sale ON sale.lead_id = click_use.key
  UNION ALL
  SELECT later.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN click_use ON click_use.visitor = person.value AND click_use.visitor <> 0
  CROSS JOIN conversion AS brought ON brought.kind = click_use.kind AND brought.key = click_use.key
  CROSS JOIN conversion AS later ON later.customer = brought.customer AND later.occurred_at >= brought.occurred_at
  UNION ALL
  SELECT sale.occurred_at
  FROM json_each(?1) AS person
  CROSS JOIN conversion AS sale ON sale.visitor = person.value AND sale.visitor <> 0
)
WHERE occurred_at >= ?2 AND occurred_at < ?3
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
