-- Whom the links of ?1 (a JSON list of ids) belong to, and since when each of their versions stands that leads elsewhere
-- than the one before it: link, creator, campaign, [version, at].
SELECT json_group_array(json_array(link.id, link.creator_id, coalesce(link.campaign_id, 0), json((
  SELECT json_group_array(json_array(version, at))
  FROM (
    SELECT
      version, at,
      target IS lag(target) OVER before AND more IS lag(more) OVER before AS alike
    FROM link_history
    WHERE link_history.link = link.id
    WINDOW before AS (ORDER BY version)
  )
  WHERE NOT alike
  ORDER BY version
)))) AS rows
FROM json_each(?1) AS wanted
JOIN link ON link.id = wanted.value;
