-- Makes a link unless host and slug, or the brand's own name, are taken; gives the id. Nothing of it is published yet.
INSERT OR IGNORE INTO link (
  host, slug, destination, target, creator_id, campaign_id, post, platform, utm, expires_at, enabled, more, external_id, changed_by,
  version, published, created_at, updated_at
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1, 0, ?15, ?15)
RETURNING id;
