-- At most ?2 webhooks behind id ?1, without their secrets; archived ones are left out.
SELECT id, name, url, events, enabled, hint, former_hint, gone_at, version, created_at, updated_at, archived_at
FROM webhook WHERE id > ?1 AND archived_at IS NULL ORDER BY id LIMIT ?2;
