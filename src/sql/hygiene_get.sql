-- What tags should look like.
SELECT said, version, updated_at FROM hygiene WHERE id = 1;
