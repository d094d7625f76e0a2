-- Says that the block of ?1 from day ?2 of ?3 days stands, if both blocks that it was added up out of do.
INSERT INTO block (about, day, size)
SELECT ?1, ?2, ?3
WHERE CAST(?3 AS INTEGER) = 2 OR (
  SELECT count(*) FROM block
  WHERE about = ?1 AND size = CAST(?3 AS INTEGER) / 2 AND day IN (?2, ?2 + CAST(?3 AS INTEGER) / 2)
) = 2
ON CONFLICT DO NOTHING;
