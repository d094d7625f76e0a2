-- What is held under the words of ?1 (a JSON list), with its bounds.
SELECT code.* FROM json_each(?1) AS word CROSS JOIN code ON code.code = word.value ORDER BY code.id;
