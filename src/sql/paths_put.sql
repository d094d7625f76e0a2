-- Stores the paths of ?1 and writes only those that changed; of a conversion that has got another id meanwhile, none.
INSERT INTO path (
  kind, key, day, occurred_at, currency, gross_minor, refunded_minor, gross_reporting, refunded_reporting, new_customer,
  click_creator, code_creator, survey_creator, lead_at, steps, cut
)
SELECT
  value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
  value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15
FROM json_each(?1)
WHERE EXISTS (SELECT 1 FROM conversion WHERE conversion.kind = value ->> 0 AND conversion.key = value ->> 1)
ON CONFLICT (kind, key) DO UPDATE SET
  day = excluded.day, occurred_at = excluded.occurred_at, currency = excluded.currency, gross_minor = excluded.gross_minor,
  refunded_minor = excluded.refunded_minor, gross_reporting = excluded.gross_reporting,
  refunded_reporting = excluded.refunded_reporting, new_customer = excluded.new_customer,
  click_creator = excluded.click_creator, code_creator = excluded.code_creator, survey_creator = excluded.survey_creator,
  lead_at = excluded.lead_at, steps = excluded.steps, cut = excluded.cut
WHERE (
  day, occurred_at, currency, gross_minor, refunded_minor, gross_reporting, refunded_reporting, new_customer,
  click_creator, code_creator, survey_creator, lead_at, steps, cut
) IS NOT (
  excluded.day, excluded.occurred_at, excluded.currency, excluded.gross_minor, excluded.refunded_minor,
  excluded.gross_reporting, excluded.refunded_reporting, excluded.new_customer, excluded.click_creator,
  excluded.code_creator, excluded.survey_creator, excluded.lead_at, excluded.steps, excluded.cut
);
