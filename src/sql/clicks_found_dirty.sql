-- Marks the days of later conversions by the clicks of ?1, a JSON list of [at, nonce, kind, key, visitor]: they are not the first
-- ones of their click any more.
INSERT INTO dirty_day (day, generation, claimed)
SELECT DISTINCT later.occurred_at / 86400000, CAST(unixepoch('subsec') * 1000 AS INTEGER), 0
FROM json_each(?1) AS found
CROSS JOIN conversion AS mine ON mine.kind = found.value ->> 2 AND mine.key = found.value ->> 3
CROSS JOIN click_use ON click_use.at = found.value ->> 0 AND click_use.nonce = found.value ->> 1 AND click_use.kind = mine.kind
CROSS JOIN conversion AS later ON later.kind = click_use.kind AND later.key = click_use.key
WHERE later.occurred_at / 86400000 > mine.occurred_at / 86400000
ON CONFLICT (day) DO UPDATE SET generation = generation + 1 WHERE generation <= claimed;
