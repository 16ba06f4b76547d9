-- A form stands on a page, or behind a source: then its versions are made from the saved mappings.
ALTER TABLE forms ADD COLUMN kind text NOT NULL DEFAULT 'page' CHECK (kind IN ('page', 'source'));

CREATE TABLE sources (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  name text NOT NULL,
  -- The readable part of the address; the token is what finds the source.
  slug text NOT NULL,
  token text NOT NULL,
  token_hash {bytes} NOT NULL,
  -- Found as well until `previous_until`.
  previous_token_hash {bytes},
  verification {json} NOT NULL,
  id_from {json} NOT NULL,
  lead_source text NOT NULL,
  state text NOT NULL CHECK (state IN ('enabled', 'disabled')),
  -- What senders sign or log in with; NULL where the address is the secret.
  secret text,
  secret_since {time} NOT NULL,
  -- Counts as well until `previous_until`, and is recognised for a while after.
  previous_secret text,
  previous_until {time},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  deleted_at {time},
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, form_id) REFERENCES forms (org_id, id),
  CHECK ((previous_until IS NULL) = (previous_secret IS NULL AND previous_token_hash IS NULL)),
  CHECK (deleted_at IS NULL OR state = 'disabled')
);
CREATE UNIQUE INDEX sources_token ON sources (token_hash);
CREATE UNIQUE INDEX sources_previous_token ON sources (previous_token_hash) WHERE previous_token_hash IS NOT NULL;

-- Saved mappings; each is also a version of the form behind the source.
CREATE TABLE source_mappings (
  org_id {uuid} NOT NULL,
  source_id {uuid} NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  form_id {uuid} NOT NULL,
  mapping {json} NOT NULL,
  saved_at {time} NOT NULL,
  saved_by {uuid},
  PRIMARY KEY (org_id, source_id, version),
  FOREIGN KEY (org_id, source_id) REFERENCES sources (org_id, id),
  FOREIGN KEY (org_id, form_id, version) REFERENCES form_versions (org_id, form_id, version),
  FOREIGN KEY (org_id, saved_by) REFERENCES members (org_id, id)
);

-- What came, as it came, and what became of it.
CREATE TABLE inbound_payloads (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  source_id {uuid} NOT NULL,
  received_at {time} NOT NULL,
  -- Causes the events that follow.
  request_id {uuid} NOT NULL,
  ip text,
  -- A list of name and value; signatures and passwords are masked before they come here.
  headers {json} NOT NULL,
  -- NULL: neither of both, or it was not looked at.
  media text CHECK (media IN ('json', 'form')),
  body {bytes} NOT NULL,
  body_hash {bytes} NOT NULL,
  -- Bytes that came; fewer are kept of what is refused before anybody knows whose it is.
  size bigint NOT NULL,
  complete boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'mapped', 'duplicate', 'refused')),
  reason text,
  message text,
  path text,
  came text,
  -- What the sender calls it.
  provider_id text,
  person text,
  mapping_version integer,
  -- The job that maps it: no other one may. NULL while it waits for a mapping, and for what never gets that far.
  job_id {uuid},
  submission_id {uuid},
  lead_id {uuid},
  joined boolean NOT NULL,
  -- What a member made of the body; JSON.
  edited_body text,
  edited_at {time},
  edited_by {uuid},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, source_id) REFERENCES sources (org_id, id),
  FOREIGN KEY (org_id, submission_id) REFERENCES submissions (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, edited_by) REFERENCES members (org_id, id),
  CHECK (state <> 'refused' OR reason IS NOT NULL),
  CHECK (state <> 'mapped' OR lead_id IS NOT NULL),
  CHECK ((edited_body IS NULL) = (edited_at IS NULL))
);
CREATE INDEX inbound_payloads_list ON inbound_payloads (org_id, source_id, id);
CREATE INDEX inbound_payloads_state ON inbound_payloads (org_id, source_id, state, id);
-- Ends in what the figures of a day are counted by.
CREATE INDEX inbound_payloads_time ON inbound_payloads (org_id, source_id, received_at, state, joined, reason);
-- Whether it came before: under its name, or word for word.
CREATE INDEX inbound_payloads_provider ON inbound_payloads (org_id, source_id, provider_id)
  WHERE provider_id IS NOT NULL;
CREATE INDEX inbound_payloads_body ON inbound_payloads (org_id, source_id, body_hash, received_at);
CREATE INDEX inbound_payloads_old ON inbound_payloads (received_at);
CREATE INDEX inbound_payloads_waiting ON inbound_payloads (received_at) WHERE state = 'received';

-- Refused payloads that were not kept, because too many came: counted by the hour.
CREATE TABLE source_drops (
  org_id {uuid} NOT NULL,
  source_id {uuid} NOT NULL,
  hour {time} NOT NULL,
  payloads bigint NOT NULL,
  PRIMARY KEY (org_id, source_id, hour),
  FOREIGN KEY (org_id, source_id) REFERENCES sources (org_id, id)
);
