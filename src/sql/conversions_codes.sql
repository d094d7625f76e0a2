-- Notes the promo codes of the orders of ?1; what only a browser says of an order that a server told is left out.
INSERT INTO order_code (code, order_id, discount_minor, verified)
SELECT DISTINCT code.value ->> 0, report.key, code.value ->> 1, report.body ->> 'rank' > 1
FROM met AS report
CROSS JOIN conversion AS sale ON sale.kind = 1 AND sale.key = report.key
CROSS JOIN json_each(report.body, '$.codes') AS code
WHERE report.kind = 1 AND (sale.rank = 1 OR report.body ->> 'rank' > 1) AND (
  sale.last_digest = report.body ->> 'digest' OR agrees AND NOT same_source
)
ON CONFLICT (order_id, code) DO UPDATE SET
  discount_minor = coalesce(excluded.discount_minor, discount_minor), verified = max(verified, excluded.verified)
WHERE (discount_minor, verified) IS NOT (
  coalesce(excluded.discount_minor, discount_minor), max(verified, excluded.verified)
);
