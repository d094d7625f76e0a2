-- Every creator with what it costs.
SELECT json_group_array(json_object(
  'id', id, 'name', name, 'handle', handle, 'cost_minor', cost_minor, 'currency', currency
)) AS rows FROM creator;
