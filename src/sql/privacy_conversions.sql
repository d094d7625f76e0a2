-- Takes who it was out of the conversions of ?1, a JSON list of [kind, key], at ?2: money, link and time of clicks, and what decides stay.
UPDATE conversion SET
  customer = NULL, visitor = 0, erased_at = CAST(?2 AS INTEGER),
  touches = (
    SELECT json_group_array(json(iif(
      touch.value ->> 0 = 0, touch.value, json_array(touch.value ->> 0, touch.value ->> 1, 0, 0)
    )))
    FROM json_each(conversion.touches) AS touch
  ),
  detail = (
    SELECT json_group_object(said.key, json(conversion.detail -> said.key))
    FROM json_each(conversion.detail) AS said
    WHERE said.key IN ('renewal', 'new_customer', 'full', 'creator_id', 'option', 'name', 'referrer')
  )
WHERE erased_at IS NULL AND (kind, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1));
