-- Stores the alike paths of kind ?1 and day ?2 from ?3 and writes only those that changed.
INSERT INTO path_total (
  kind, day, path, currency, journeys, touches, gross_minor, refunded_minor, gross_reporting, refunded_reporting
)
SELECT
  CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
  value ->> 5, value ->> 6, value ->> 7
FROM json_each(?3)
WHERE true
ON CONFLICT (kind, day, path, currency) DO UPDATE SET
  journeys = excluded.journeys, touches = excluded.touches, gross_minor = excluded.gross_minor,
  refunded_minor = excluded.refunded_minor, gross_reporting = excluded.gross_reporting,
  refunded_reporting = excluded.refunded_reporting
WHERE (
  journeys, touches, gross_minor, refunded_minor, gross_reporting, refunded_reporting
) IS NOT (
  excluded.journeys, excluded.touches, excluded.gross_minor, excluded.refunded_minor, excluded.gross_reporting,
  excluded.refunded_reporting
);
