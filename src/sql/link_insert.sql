-- Makes a link unless host and slug are taken; gives the id. Nothing of it is published yet.
INSERT OR IGNORE INTO link (
  host, slug, destination, target, creator_id, campaign_id, post, platform, utm, expires_at, enabled,
  version, published, created_at, updated_at
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1, 0, ?12, ?12)
RETURNING id;
