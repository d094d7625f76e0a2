-- Stores the credits of ?1 and writes only those that changed.
INSERT INTO credit (order_id, model, position, creator, campaign, link, via, currency, gross_minor, refunded_minor)
SELECT
  value ->> 0, 1, 1, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
FROM json_each(?1)
WHERE true
ON CONFLICT (order_id, model, position) DO UPDATE SET
  creator = excluded.creator, campaign = excluded.campaign, link = excluded.link, via = excluded.via,
  currency = excluded.currency, gross_minor = excluded.gross_minor, refunded_minor = excluded.refunded_minor
WHERE (creator, campaign, link, via, currency, gross_minor, refunded_minor) IS NOT (
  excluded.creator, excluded.campaign, excluded.link, excluded.via,
  excluded.currency, excluded.gross_minor, excluded.refunded_minor
);
