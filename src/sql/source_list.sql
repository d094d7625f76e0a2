-- At most ?2 sources behind id ?1, without their secrets; archived ones are left out.
SELECT
  id, name, handle, kind, hint, former_hint, order_field, trusted, enabled, version, created_at, updated_at, archived_at
FROM source WHERE id > ?1 AND archived_at IS NULL ORDER BY id LIMIT ?2;
