-- Removes the visits of dimension ?1 and day ?2 of links in (?3, ?4] that ?5 lists, whose values it does not list.
DELETE FROM visit_part
WHERE dimension = ?1 AND day = ?2 AND link > ?3 AND link <= ?4
  AND link IN (SELECT each.value ->> 0 FROM json_each(?5) AS each)
  AND (link, value) NOT IN (
    SELECT each.value ->> 0, part.value ->> 0
    FROM json_each(?5) AS each
    CROSS JOIN json_each(each.value, '$[1]') AS part
  );
