-- Where an organization sends webhooks to look at them: one at a time, for an hour.
CREATE TABLE webhook_inspectors (
  org_id {uuid} PRIMARY KEY REFERENCES organizations (id),
  -- The end of its address. Whoever knows it may write here and read nothing, so it is stored as it is.
  token text NOT NULL,
  -- What the next request is answered.
  answer text NOT NULL CHECK (answer IN ('taken', 'error', 'busy', 'gone', 'slow')),
  -- Requests so far; the next one has the next number.
  received bigint NOT NULL CHECK (received >= 0),
  created_at {time} NOT NULL,
  expires_at {time} NOT NULL
);
CREATE UNIQUE INDEX webhook_inspectors_token ON webhook_inspectors (token);
CREATE INDEX webhook_inspectors_expiry ON webhook_inspectors (expires_at);

-- What came, the newest of it.
CREATE TABLE webhook_inspections (
  org_id {uuid} NOT NULL REFERENCES webhook_inspectors (org_id) ON DELETE CASCADE,
  number bigint NOT NULL CHECK (number > 0),
  received_at {time} NOT NULL,
  -- A list of name and value; signatures and cookies are masked before they come here.
  headers {json} NOT NULL,
  body text NOT NULL,
  -- What the signature was worth when it came.
  verdict {json} NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (org_id, number)
);
