-- Says that the block of ?1 from day ?2 of ?3 days stands.
INSERT INTO block (about, day, size) VALUES (?1, ?2, ?3)
ON CONFLICT DO NOTHING;
