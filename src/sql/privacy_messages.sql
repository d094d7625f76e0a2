-- Forgets what webhooks were told of the conversions of ?1, a JSON list of [kind, key]; what is still on its way stays, but for leads and events.
DELETE FROM webhook_message WHERE id IN (
  SELECT told.id
  FROM json_each(?1) AS one
  CROSS JOIN webhook
  CROSS JOIN json_each('["lead.created","conversion.accepted","conversion.revised","refund.applied"]') AS event
  CROSS JOIN webhook_message AS told ON told.webhook_id = webhook.id AND told.event = event.value
    AND told.kind = one.value ->> 0 AND told.key = one.value ->> 1
  WHERE told.state <> 'pending' OR told.kind IN (3, 5)
);
