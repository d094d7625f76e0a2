-- Conversion ?2 of kind ?1, as the chunk of orders that it would be alone: the same that decides there decides here.
WITH sale AS (SELECT * FROM conversion WHERE kind = ?1 AND key = ?2)
