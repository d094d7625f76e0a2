-- Leads orders from the leads of ?1, a JSON list of [kind, id, other id], to their other ids.
UPDATE conversion SET lead_id = (SELECT value ->> 2 FROM json_each(?1) WHERE value ->> 0 = 3 AND value ->> 1 = lead_id)
WHERE lead_id IN (SELECT value ->> 1 FROM json_each(?1) WHERE value ->> 0 = 3);
