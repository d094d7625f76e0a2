-- Makes the events of ?1 nobody's: a JSON list of [day, visitor, another visitor, factor, shift].
-- Whatever tells two events of one visitor and day alike or apart still does, under other numbers, so they count as before.
UPDATE event SET
  visitor = other.visitor, nonce = (event.nonce * other.factor + other.shift) & 4294967295, address = NULL,
  connection = iif(event.connection = 0, 0, max(1, (event.connection * other.factor + other.shift) & 4294967295))
FROM (
  SELECT
    value ->> 0 AS day, value ->> 1 AS former, value ->> 2 AS visitor, value ->> 3 AS factor, value ->> 4 AS shift
  FROM json_each(?1)
) AS other
WHERE event.day = other.day AND event.visitor = other.former;
