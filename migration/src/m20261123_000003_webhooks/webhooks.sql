-- Where partners want to hear of what happened.
CREATE TABLE webhook_endpoints (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  url text NOT NULL,
  description text,
  -- Names of event types; an empty list is all of them.
  event_types {json} NOT NULL,
  state text NOT NULL CHECK (state IN ('enabled', 'disabled')),
  disabled_reason text CHECK (disabled_reason IN ('by_member', 'failing', 'gone')),
  disabled_at {time},
  -- The signing key itself: a signature cannot be made from a hash.
  secret text NOT NULL,
  secret_since {time} NOT NULL,
  -- Signs beside the current one until it ends.
  previous_secret text,
  previous_until {time},
  -- The first failure since the last success.
  failing_since {time},
  -- The receiver asked for a pause until then.
  slow_until {time},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  -- A row that goes at once could make the event of somebody else fail, who has just read it.
  deleted_at {time},
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  CHECK ((state = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL)),
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
  CHECK (deleted_at IS NULL OR state = 'disabled')
);
-- Read with every event.
CREATE INDEX webhook_endpoints_enabled ON webhook_endpoints (org_id) WHERE state = 'enabled';

-- One event on its way to one endpoint. A waiting one without a job is held: its endpoint is disabled, or it is about
-- to get a job.
CREATE TABLE webhook_deliveries (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  endpoint_id {uuid} NOT NULL,
  -- The event in the log, or an identifier of its own where somebody sent a test.
  event_id {uuid} NOT NULL,
  event_type text NOT NULL,
  test boolean NOT NULL,
  -- Exactly what is signed and sent.
  body text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
  -- Attempts made so far; the next one has the next number.
  attempts integer NOT NULL CHECK (attempts >= 0),
  -- The job that sends it: no other one may.
  job_id {uuid},
  next_attempt_at {time},
  created_at {time} NOT NULL,
  delivered_at {time},
  finished_at {time},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, endpoint_id) REFERENCES webhook_endpoints (org_id, id),
  CHECK ((state = 'waiting') = (finished_at IS NULL)),
  CHECK (state <> 'delivered' OR delivered_at IS NOT NULL)
);
CREATE UNIQUE INDEX webhook_deliveries_event ON webhook_deliveries (org_id, endpoint_id, event_id);
CREATE INDEX webhook_deliveries_list ON webhook_deliveries (org_id, endpoint_id, id);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (org_id, endpoint_id, state, id);
CREATE INDEX webhook_deliveries_type ON webhook_deliveries (org_id, endpoint_id, event_type, id);
-- Ends in what the figures of a week are counted by.
CREATE INDEX webhook_deliveries_time ON webhook_deliveries (org_id, endpoint_id, created_at, state, test);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (created_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_held ON webhook_deliveries (org_id, endpoint_id, id)
  WHERE state = 'waiting' AND job_id IS NULL;
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhook_attempts (
  org_id {uuid} NOT NULL,
  delivery_id {uuid} NOT NULL,
  -- From 1, over replays as well.
  number integer NOT NULL CHECK (number > 0),
  started_at {time} NOT NULL,
  duration_ms bigint NOT NULL,
  -- NULL: nobody answered, and `error` says why.
  status smallint,
  -- Lists of name and value; signatures and cookies are masked before they come here.
  request_headers {json} NOT NULL,
  response_headers {json} NOT NULL,
  -- The beginning of the answer.
  response_body text NOT NULL,
  error text,
  PRIMARY KEY (org_id, delivery_id, number),
  FOREIGN KEY (org_id, delivery_id) REFERENCES webhook_deliveries (org_id, id) ON DELETE CASCADE
);
