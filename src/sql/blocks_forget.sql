-- Takes away the blocks that day ?2 is in, of visits where ?1 is 1, of credit where it is 2: their sums stand no more.
DELETE FROM block
WHERE about = ?1 AND (day, size) IN (
  SELECT CAST(?2 AS INTEGER) / column1 * column1, column1 FROM (VALUES (2), (4), (8), (16), (32), (64))
);
