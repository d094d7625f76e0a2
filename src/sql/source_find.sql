-- The source whose handle is ?1.
SELECT * FROM source WHERE handle = ?1;
