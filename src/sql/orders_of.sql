-- At most ?6 sales that count on the reporting days ?1 to ?2, newest first behind (occurred_at, key) = (?3, ?4): those whose
-- payout is ?5's, as last counted. ?5 is a creator, 0 for nobody, -1 for whoever it is.
SELECT json_group_array(json_array(occurred_at, day, key, json_object(
  'kind', 'sale', 'id', key, 'order_id', key, 'occurred_at', occurred_at, 'received_at', received_at, 'source', source,
  'rank', '["browser","server","webhook"]' ->> (rank - 1), 'revision', revision, 'version', version,
  'currency', currency, 'total_minor', total_minor, 'notes', json(notes),
  'new_customer', json(CASE new_customer WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END),
  'creator', json((SELECT json_object('id', id, 'name', name, 'handle', handle) FROM creator WHERE id = of_creator)),
  'link', json((SELECT json_object('id', id, 'host', host, 'slug', slug) FROM link WHERE id = of_link)),
  'credited', json_object(
    'creator_id', nullif(of_creator, 0), 'campaign_id', nullif(of_campaign, 0), 'link_id', nullif(of_link, 0),
    'via', '["nothing","link","code","both","survey"]' ->> via, 'currency', paid_in,
    'gross_minor', gross_minor, 'refunded_minor', refunded_minor, 'net_minor', gross_minor - refunded_minor
  )
))) AS rows
FROM (
  SELECT
    path.day, path.occurred_at, path.key, path.new_customer, stored.received_at, stored.source, stored.rank,
    stored.revision, stored.version, stored.currency, stored.total_minor, stored.notes, credit.creator AS of_creator,
    credit.campaign AS of_campaign, credit.link AS of_link, credit.via, credit.currency AS paid_in, credit.gross_minor,
    credit.refunded_minor
  FROM path INDEXED BY path_tied
  CROSS JOIN credit ON credit.order_id = path.key AND credit.model = 1 AND credit.position = 1
  CROSS JOIN conversion AS stored ON stored.kind = 1 AND stored.key = path.key
  WHERE path.kind = 1 AND path.day BETWEEN ?1 AND ?2 AND (path.occurred_at, path.key) < (?3, ?4)
    -- Who is paid is one of these; the index alone says so.
    AND (?5 < 1 OR ?5 IN (click_creator, code_creator, survey_creator))
    AND (?5 < 0 OR credit.creator = ?5)
  ORDER BY path.day DESC, path.occurred_at DESC, path.key DESC
  LIMIT ?6
);
