-- Keeps messages that could not be stored: ?1 is a JSON list of [queue, reason, body, time].
INSERT INTO dead_letter (queue, reason, body, received_at)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1);
