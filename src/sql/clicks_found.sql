-- Notes the clicks of ?1, a JSON list of [at, nonce, kind, key, visitor], that decided conversions without having come with
-- them: they are found by whose they were, and one click in many orders is seen.
INSERT OR IGNORE INTO click_use (at, nonce, kind, key, visitor)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?1);
