-- Makes nobody's what other conversions share with somebody: the clicks ?1, a JSON list of [at, nonce], and those of the visitors ?2; link and time stay.
UPDATE conversion SET touches = (
  SELECT json_group_array(json(iif(
    touch.value ->> 0 <> 0 AND (
      touch.value ->> 3 IN (SELECT value FROM json_each(?2))
      OR (touch.value ->> 1, touch.value ->> 2) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
    ), json_array(touch.value ->> 0, touch.value ->> 1, 0, 0), touch.value
  )))
  FROM json_each(conversion.touches) AS touch
)
WHERE (kind, key) IN (
  SELECT used.kind, coalesce(alias.order_id, used.key)
  FROM (
    SELECT by_click.kind, by_click.key
    FROM json_each(?1) AS click
    CROSS JOIN click_use AS by_click ON by_click.at = click.value ->> 0 AND by_click.nonce = click.value ->> 1
    UNION
    SELECT by_visitor.kind, by_visitor.key
    FROM json_each(?2) AS visitor
    CROSS JOIN click_use AS by_visitor ON by_visitor.visitor = visitor.value AND by_visitor.visitor <> 0
  ) AS used
  LEFT JOIN order_alias AS alias ON used.kind = 1 AND alias.name = used.key
);
