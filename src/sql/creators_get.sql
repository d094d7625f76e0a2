-- The creators of ?1, a JSON list of ids.
SELECT creator.* FROM json_each(?1) AS said CROSS JOIN creator ON creator.id = said.value;
