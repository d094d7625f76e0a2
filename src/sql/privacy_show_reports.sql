-- What did not stand beside the conversions of ?1, a JSON list of [kind, key].
SELECT report.* FROM json_each(?1) AS one
CROSS JOIN conversion_report AS report ON report.kind = one.value ->> 0 AND report.key = one.value ->> 1;
