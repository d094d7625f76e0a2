-- Keeps a delivery.
INSERT INTO delivery
  (source, received_at, nonce, verified, cut, topic, status, outcome, reason, errors, items, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);
