CREATE TABLE forms (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  -- Part of the public address, so unique over all organizations.
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  definition {json} NOT NULL,
  allowed_origins {json} NOT NULL,
  published_version integer,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE form_versions (
  org_id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  version integer NOT NULL,
  definition {json} NOT NULL,
  published_at {time} NOT NULL,
  published_by {uuid},
  PRIMARY KEY (org_id, form_id, version),
  FOREIGN KEY (org_id, form_id) REFERENCES forms (org_id, id),
  FOREIGN KEY (org_id, published_by) REFERENCES members (org_id, id)
);

-- A form that was begun: what was typed so far, and how to come back to it.
CREATE TABLE form_drafts (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  form_version integer NOT NULL,
  token_hash {bytes} NOT NULL UNIQUE,
  answers {json} NOT NULL,
  step integer NOT NULL,
  attribution {json} NOT NULL,
  host_origin text,
  ip text,
  user_agent text,
  started_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  abandoned_at {time},
  submitted_at {time},
--sqlite
  PRIMARY KEY (org_id, id),
--end
  FOREIGN KEY (org_id, form_id, form_version) REFERENCES form_versions (org_id, form_id, version)
);
CREATE INDEX form_drafts_idle ON form_drafts (updated_at) WHERE abandoned_at IS NULL AND submitted_at IS NULL;
CREATE INDEX form_drafts_form ON form_drafts (org_id, form_id, started_at);
--postgres
ALTER TABLE form_drafts ADD PRIMARY KEY (org_id, id);
--end
