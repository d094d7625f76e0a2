-- Every creator; what it costs is worked out from the ledger.
SELECT json_group_array(json_object(
  'id', id, 'name', name, 'handle', handle, 'cost_minor', 0, 'currency', NULL
)) AS rows FROM creator;
